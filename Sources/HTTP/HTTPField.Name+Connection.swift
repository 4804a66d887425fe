public import HTTPTypes

/// Field names of HTTP/1 which the version-independent `HTTPTypes` leaves out.
extension HTTPField.Name {
    /// Host (RFC 9110 §7.2).
    public static let httpHost = HTTPField.Name("Host")!
    /// Keep-Alive (RFC 2068 §19.7.1), which belongs to one connection.
    public static let keepAlive = HTTPField.Name("Keep-Alive")!
}
