/// What can go wrong in a test's client.
enum ClientError: Error {
    case failed(call: String, errno: Int32)
    case notHTTP(String)
    /// The connection ended within a response.
    case incomplete(String)
}
