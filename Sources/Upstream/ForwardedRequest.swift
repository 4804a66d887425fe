public import HTTPTypes
public import JSON

/// A client's request that goes to a model server as it is.
///
/// An object, because it goes through many asynchronous functions, each of which would else hold copies.
public final class ForwardedRequest: Sendable {
    /// The body, of which only the model's name is ever changed.
    public enum Body: Sendable {
        /// Any bytes.
        case bytes([UInt8])
        /// A JSON object, and the model that it asks for, if it names one.
        case json(JSONOutline, model: String?)
    }

    /// The method.
    public let method: HTTPRequest.Method
    /// The path below the base of the API.
    public let path: String
    /// The query.
    public let query: String?
    /// The fields, without those that are between the client and Hone.
    public let fields: HTTPFields
    /// The body.
    public let body: Body

    /// A request of these parts.
    public init(
        method: HTTPRequest.Method, path: String, query: String? = nil, fields: HTTPFields = [:],
        body: Body = .bytes([])
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.fields = fields
        self.body = body
    }

    /// The bytes of the body when the server is asked for the model of this name.
    func bytes(for model: String?) -> [UInt8] {
        switch body {
        case .bytes(let bytes): bytes
        case .json(let outline, let asked):
            if let model, model != asked {
                outline.setting("model", to: JSON.string(model).utf8)
            } else {
                outline.bytes
            }
        }
    }
}
