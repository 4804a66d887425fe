public import JSON

/// The body of an error answer: `{"error": {"message", "type", "param", "code"}}`.
public struct ErrorObject: Sendable, Hashable {
    /// What happened, for a person.
    public var message: String
    /// The error's class: `invalid_request_error`, `authentication_error`, `rate_limit_error`, `api_error`, …
    public var type: String
    /// The member that is wrong, if one is.
    public var param: String?
    /// The error's name for programs.
    public var code: String?
    /// Further members, for what one message cannot say.
    public var extra: [JSON.Member] = []

    /// An error object of these parts.
    public init(message: String, type: String, param: String? = nil, code: String? = nil) {
        self.message = message
        self.type = type
        self.param = param
        self.code = code
    }

    /// The object as it goes over the wire.
    public var json: JSON {
        let members = [
            JSON.Member("message", .string(message)), JSON.Member("type", .string(type)),
            JSON.Member("param", param.map(JSON.string) ?? .null), JSON.Member("code", code.map(JSON.string) ?? .null),
        ]
        return ["error": .object(JSON.Object(members + extra))]
    }

    /// Reads what a model server answered: OpenAI's shape, llama.cpp's with a numeric code, older vLLM's without the
    /// outer member, or `{"error": "text"}` and `{"detail": …}`; nil if it is none of them.
    public init?(reading body: JSON) {
        if let message = body["error"]?.string {
            self.init(message: message, type: "api_error")
            return
        }
        let error = body["error"] ?? body
        guard let message = error["message"]?.string ?? error["detail"]?.string else { return nil }
        let code = error["code"]
        self.init(
            message: message, type: error["type"]?.string ?? "api_error", param: error["param"]?.string,
            code: code?.string ?? code?.int.map(String.init))
    }
}
