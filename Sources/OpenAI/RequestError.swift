public import JSON

/// What a client's request body can be wrong about; each case names the member and what would be right.
public enum RequestError: Error, Hashable, Sendable {
    /// The body is not the JSON that was asked for.
    case invalidJSON(JSONError)
    /// A member that must be there is not.
    case missing(member: String)
    /// A member of another type than it must have.
    case wrongType(member: String, expected: String, found: String)
    /// A member whose value lies outside what is allowed.
    case outOfRange(member: String, allowed: String, found: String)
    /// A member that stands twice; readers differ on which one counts.
    case duplicate(member: String)
    /// A member that nobody here knows.
    case unknown(member: String, known: [String])
    /// A member that is valid by itself but cannot be honoured here, and why.
    case notHonoured(member: String, reason: String)

    /// The member's path, as OpenAI's error objects name it in `param`.
    public var member: String? {
        switch self {
        case .invalidJSON: nil
        case .missing(let member), .wrongType(let member, _, _), .outOfRange(let member, _, _),
            .duplicate(let member), .unknown(let member, _), .notHonoured(let member, _):
            member
        }
    }

    /// What is wrong and what would be right, for the person who wrote the request.
    public var message: String {
        switch self {
        case .invalidJSON(let error): "The body is not a valid JSON object: \(error.reason)."
        case .missing(let member): "'\(member)' is missing."
        case .wrongType(let member, let expected, let found): "'\(member)' must be \(expected), not \(found)."
        case .outOfRange(let member, let allowed, let found): "'\(member)' must be \(allowed), not \(found)."
        case .duplicate(let member): "'\(member)' stands more than once."
        case .unknown(let member, let known):
            "Unknown member '\(member)'. Known here: \(known.joined(separator: ", "))."
        case .notHonoured(let member, let reason): "'\(member)' cannot be honoured: \(reason)."
        }
    }

    /// The error's name for programs.
    public var code: String {
        switch self {
        case .invalidJSON: "invalid_json"
        case .missing: "missing_required_parameter"
        case .wrongType: "invalid_type"
        case .outOfRange: "invalid_value"
        case .duplicate: "duplicate_parameter"
        case .unknown: "unknown_parameter"
        case .notHonoured: "unsupported_parameter"
        }
    }
}
