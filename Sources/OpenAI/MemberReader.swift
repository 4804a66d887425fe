public import JSON

/// Reads typed members of an object at the edge; whatever is wrong names the member by its path.
///
/// A member that is `null` counts as absent, as in OpenAI's own API.
public struct MemberReader: Sendable {
    private let path: String
    private let lookUp: @Sendable (String) throws(JSONError) -> JSON?

    /// Reads the top-level members of a body, or of an object nested in it at `path`.
    public init(_ object: JSON.Object, path: String = "") {
        self.path = path
        lookUp = { name in object[name] }
    }

    /// Reads the top-level members of a body of which only those asked for become trees.
    public init(_ outline: JSONOutline) {
        path = ""
        lookUp = { (name) throws(JSONError) in try outline.value(name) }
    }

    /// The path of a member, as error messages name it.
    public func name(_ member: String) -> String { path.isEmpty ? member : "\(path).\(member)" }

    /// The member as it is, nil if absent or `null`.
    public func value(_ member: String) throws(RequestError) -> JSON? {
        do {
            let value = try lookUp(member)
            return value == .null ? nil : value
        } catch {
            throw .invalidJSON(error)
        }
    }

    /// The member as a string.
    public func string(_ member: String) throws(RequestError) -> String? {
        try read(member, as: "a string", \.string)
    }

    /// The member as a Boolean.
    public func bool(_ member: String) throws(RequestError) -> Bool? {
        try read(member, as: "a boolean", \.bool)
    }

    /// The member as an array.
    public func array(_ member: String) throws(RequestError) -> [JSON]? {
        try read(member, as: "an array", \.array)
    }

    /// The member as an object, with a reader for its own members.
    public func object(_ member: String) throws(RequestError) -> JSON.Object? {
        try read(member, as: "an object", \.object)
    }

    /// The members of the object of that name, if there is one.
    public func members(of member: String) throws(RequestError) -> MemberReader? {
        try object(member).map { MemberReader($0, path: name(member)) }
    }

    /// The members of the object of that name, if there is one, which may have these members and no others.
    public func members(of member: String, known: [String]) throws(RequestError) -> MemberReader? {
        try object(member).map { (object) throws(RequestError) in
            try MemberReader(object, path: name(member), known: known)
        }
    }

    /// Reads an object that may have these members and no others, none of them twice.
    public init(_ object: JSON.Object, path: String = "", known: [String]) throws(RequestError) {
        self.init(object, path: path)
        if let twice = object.duplicateName { throw .duplicate(member: name(twice)) }
        if let stranger = object.members.first(where: { !known.contains($0.name) }) {
            throw .unknown(member: name(stranger.name), known: known)
        }
    }

    /// The member as an integer within a range.
    public func integer(_ member: String, in range: ClosedRange<Int>) throws(RequestError) -> Int? {
        guard let value = try value(member) else { return nil }
        let allowed =
            range.upperBound == Int.max
            ? "an integer of at least \(range.lowerBound)"
            : "an integer from \(range.lowerBound) to \(range.upperBound)"
        guard case .number(let number) = value else {
            throw .wrongType(member: name(member), expected: allowed, found: value.kind)
        }
        guard let integer = number.int, range.contains(integer) else {
            throw .outOfRange(member: name(member), allowed: allowed, found: number.text)
        }
        return integer
    }

    /// The member as a number within a range.
    public func number(_ member: String, in range: ClosedRange<Double>) throws(RequestError) -> Double? {
        guard let value = try value(member) else { return nil }
        let allowed = "a number from \(JSON.number(range.lowerBound)) to \(JSON.number(range.upperBound))"
        guard case .number(let number) = value else {
            throw .wrongType(member: name(member), expected: allowed, found: value.kind)
        }
        guard let double = number.double, range.contains(double) else {
            throw .outOfRange(member: name(member), allowed: allowed, found: number.text)
        }
        return double
    }

    private func read<Value>(
        _ member: String, as expected: String, _ cast: (JSON) -> Value?
    ) throws(RequestError) -> Value? {
        guard let value = try value(member) else { return nil }
        guard let cast = cast(value) else {
            throw .wrongType(member: name(member), expected: expected, found: value.kind)
        }
        return cast
    }
}
