/// One event of a `text/event-stream` (WHATWG HTML §9.2).
public struct SSEEvent: Sendable, Hashable {
    /// The event's type; nil means `message`.
    public var event: String?
    /// The data, its lines joined by LF; UTF-8 if the sender keeps to the rules.
    public var data: [UInt8]
    /// The id this event carried; nil when it carried none.
    public var id: String?
    /// The reconnection time this event carried, in milliseconds.
    public var retry: Int?

    /// The data as text, invalid UTF-8 replaced.
    public var text: String { String(decoding: data, as: UTF8.self) }

    /// An event made of its parts.
    public init(event: String? = nil, data: [UInt8], id: String? = nil, retry: Int? = nil) {
        self.event = event
        self.data = data
        self.id = id
        self.retry = retry
    }
}
