/// The types of what the server sends.
enum MediaTypes {
    static let json = "application/json"
    static let eventStream = "text/event-stream"
}
