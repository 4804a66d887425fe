/// The parameters of a query string as HTML forms write them (WHATWG URL §5.1), in their order.
public struct Query: Sendable, Hashable {
    /// A name and its value, both decoded.
    public struct Item: Sendable, Hashable {
        /// The decoded name.
        public var name: String
        /// The decoded value; empty when there is no `=`.
        public var value: String

        /// An item made of its parts.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// All parameters; repeated names stay apart.
    public let items: [Item]

    /// Reads a raw query, nil being an empty one.
    ///
    /// Throws `.invalidPercentEscape` (the offset counts from the start of the name or value) and `.invalidUTF8`.
    public init(parsing text: String?) throws(HTTPError) {
        var items: [Item] = []
        for pair in (text ?? "").utf8.split(separator: UInt8(ascii: "&")) {
            let equals = pair.firstIndex(of: .equals) ?? pair.endIndex
            items.append(
                Item(
                    name: try PercentEncoding.decode(Substring(pair[..<equals]), plusIsSpace: true),
                    value: try PercentEncoding.decode(Substring(pair[equals...].dropFirst()), plusIsSpace: true)))
        }
        self.items = items
    }

    /// The first value of a name, or nil.
    public subscript(name: String) -> String? {
        items.first { $0.name == name }?.value
    }

    /// All values of a name in their order.
    public func values(of name: String) -> [String] {
        items.filter { $0.name == name }.map(\.value)
    }
}
