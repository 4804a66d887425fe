/// A media type, `type/subtype; name=value` (RFC 9110 §8.3.1).
public struct MediaType: Sendable, Hashable {
    /// A parameter; the name is in small letters, quotes around the value are gone.
    public struct Parameter: Sendable, Hashable {
        /// The name, in small letters.
        public var name: String
        /// The value, unquoted.
        public var value: String

        /// A parameter made of its parts.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The type in small letters, such as `application`.
    public let type: String
    /// The subtype in small letters, such as `json`.
    public let subtype: String
    /// The parameters in their order.
    public let parameters: [Parameter]

    /// `application/json`, which most messages are.
    public static let json = MediaType(type: "application", subtype: "json", parameters: [])

    private init(type: String, subtype: String, parameters: [Parameter]) {
        self.type = type
        self.subtype = subtype
        self.parameters = parameters
    }

    /// `type/subtype`, without parameters.
    public var essence: String { "\(type)/\(subtype)" }

    /// The value of the first parameter of this name, which is in small letters.
    public subscript(name: String) -> String? {
        parameters.first { $0.name == name }?.value
    }

    /// Reads the value of Content-Type or one element of Accept; nil when it does not follow the grammar.
    public init?(parsing text: some StringProtocol) {
        var reader = TokenReader(Array(text.utf8))
        reader.skipWhitespace()
        guard let type = reader.token(), reader.take(.slash), let subtype = reader.token() else { return nil }
        var parameters: [Parameter] = []
        reader.skipWhitespace()
        while reader.take(.semicolon) {
            reader.skipWhitespace()
            // RFC 9110 §5.6.6 lets a parameter be missing between semicolons.
            guard let name = reader.token() else { continue }
            guard reader.take(.equals), let value = reader.quotedString() ?? reader.token() else { return nil }
            parameters.append(Parameter(name: name.lowercased(), value: value))
            reader.skipWhitespace()
        }
        guard reader.isAtEnd else { return nil }
        self.init(type: type.lowercased(), subtype: subtype.lowercased(), parameters: parameters)
    }
}
