/// A JSON value that becomes a tree only when somebody asks for it: what most calls bring and nobody looks at.
public struct UnreadJSON: Sendable {
    private enum Form: Sendable {
        case tree(JSON)
        case text([ArraySlice<UInt8>])
    }

    private let form: Form

    /// A value that is a tree already.
    public init(_ value: JSON) { form = .tree(value) }

    /// A value by its text, in pieces as they came, which a reader has checked, lone surrogates included.
    package init(checked pieces: [ArraySlice<UInt8>]) { form = .text(pieces) }

    /// The value.
    public var value: JSON {
        switch form {
        case .tree(let value): value
        // The text has been checked, so there is always a value.
        case .text(let pieces): (try? JSON(parsing: Array(pieces.joined()))) ?? .null
        }
    }
}

extension UnreadJSON: Hashable {
    /// Whether the values are the same, however they are held.
    public static func == (one: UnreadJSON, other: UnreadJSON) -> Bool { one.value == other.value }

    /// Hashes the value.
    public func hash(into hasher: inout Hasher) { hasher.combine(value) }
}
