/// A JSON value (RFC 8259) that loses nothing a client wrote: members keep their order and numbers their spelling.
public enum JSON: Sendable, Hashable {
    /// `null`
    case null
    /// `true` or `false`
    case bool(Bool)
    /// A number, as it was spelt.
    case number(Number)
    /// A string, unescaped.
    case string(String)
    /// An array.
    case array([JSON])
    /// An object, its members in the order they were written, duplicates included.
    case object(Object)
}

// MARK: - Reading what is there

extension JSON {
    /// The Boolean, if this is one.
    public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

    /// The text, if this is a string.
    public var string: String? { if case .string(let value) = self { value } else { nil } }

    /// The elements, if this is an array.
    public var array: [JSON]? { if case .array(let value) = self { value } else { nil } }

    /// The members, if this is an object.
    public var object: Object? { if case .object(let value) = self { value } else { nil } }

    /// The value as an `Int`, if this is a number without a fraction that fits.
    public var int: Int? { if case .number(let value) = self { value.int } else { nil } }

    /// The value as the nearest `Double`, if this is a number that a `Double` can hold.
    public var double: Double? { if case .number(let value) = self { value.double } else { nil } }

    /// Whether this is `null`.
    public var isNull: Bool { if case .null = self { true } else { false } }

    /// The first member of that name, if this is an object that has one.
    public subscript(name: String) -> JSON? { object?[name] }

    /// The element at that place, if this is an array that long.
    public subscript(index: Int) -> JSON? {
        guard let elements = array, elements.indices.contains(index) else { return nil }
        return elements[index]
    }

    /// What kind of value this is, in the words of an error message.
    public var kind: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

// MARK: - Literals

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
    /// A string.
    public init(stringLiteral value: String) { self = .string(value) }
    /// A number.
    public init(integerLiteral value: Int) { self = .number(Number(value)) }
    /// A number.
    public init(floatLiteral value: Double) { self = .number(Number(value)) }
    /// A Boolean.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// An array.
    public init(arrayLiteral elements: JSON...) { self = .array(elements) }
    /// An object, its members in the order written.
    public init(dictionaryLiteral members: (String, JSON)...) {
        self = .object(Object(members.map { Member($0.0, $0.1) }))
    }
    /// `null`
    public init(nilLiteral: ()) { self = .null }
}

extension JSON.Object: ExpressibleByDictionaryLiteral {
    /// An object, its members in the order written.
    public init(dictionaryLiteral members: (String, JSON)...) {
        self.init(members.map { JSON.Member($0.0, $0.1) })
    }
}

extension JSON {
    /// A number.
    public static func number(_ value: Int) -> JSON { .number(Number(value)) }

    /// A number, spelt as the shortest text that reads back as the same `Double`; `null` where JSON has no spelling.
    public static func number(_ value: Double) -> JSON { value.isFinite ? .number(Number(value)) : .null }
}
