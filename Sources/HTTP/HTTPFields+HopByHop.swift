public import HTTPTypes

extension HTTPFields {
    /// The fields that concern only this connection and must not be forwarded (RFC 9110 §7.6.1), `Proxy-*` aside.
    private static let hopByHop: Set<HTTPField.Name> = [
        .connection, .keepAlive, .te, .trailer, .transferEncoding, .upgrade,
    ]

    /// The fields that may travel on: without Connection and what it names, Keep-Alive, Proxy-*, TE, Trailer,
    /// Transfer-Encoding and Upgrade.
    public func removingHopByHop() -> HTTPFields {
        var dropped = Self.hopByHop
        for value in self[values: .connection] {
            for option in value.split(separator: ",") {
                if let name = HTTPField.Name(String(option.trimmed)) { dropped.insert(name) }
            }
        }
        return filter { !dropped.contains($0.name) && !$0.name.canonicalName.hasPrefix("proxy-") }
    }
}

extension Substring {
    /// The text without spaces and tabs at both ends.
    var trimmed: Substring {
        var text = self
        while text.utf8.first?.isWhitespace == true { text = text.dropFirst() }
        while text.utf8.last?.isWhitespace == true { text = text.dropLast() }
        return text
    }
}
