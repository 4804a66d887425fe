/// What a request line asks for, split but not decoded (RFC 9112 §3.2).
public struct RequestTarget: Sendable, Hashable {
    /// Which of the accepted forms the target had.
    public enum Form: Sendable, Hashable {
        /// `/path?query`.
        case origin
        /// `http://authority/path?query`; the authority replaces the Host field.
        case absolute(authority: String)
        /// `*`, only with OPTIONS.
        case asterisk
    }

    /// The form the target had.
    public var form: Form
    /// The path as it was written, percent escapes intact; begins with `/`, or is `*`.
    public var path: String
    /// What follows the first `?`, escapes intact; nil without one.
    public var query: String?

    /// A target made of its parts.
    public init(form: Form = .origin, path: String, query: String? = nil) {
        self.form = form
        self.path = path
        self.query = query
    }
}
