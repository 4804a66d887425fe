/// One JSON object by the places of its top-level members, so that one may be replaced and every other byte stays.
///
/// The whole text is checked once; only what is asked for is read into a tree.
public struct JSONOutline: Sendable {
    /// Where one top-level member stands.
    public struct Member: Sendable {
        /// The member's name, unescaped.
        public let name: String
        /// The bytes of its value.
        public let value: Range<Int>
    }

    /// The text itself.
    public let bytes: [UInt8]
    /// The top-level members in the order written, duplicates included.
    public let members: [Member]
    private let limits: JSONLimits

    /// Checks a text and notes where its top-level members stand.
    ///
    /// - Throws: `JSONError`; `.notAnObject` if the text is valid but something else.
    public init(_ bytes: [UInt8], limits: JSONLimits = JSONLimits()) throws(JSONError) {
        self.bytes = bytes
        self.limits = limits
        members = try withReader(of: bytes, limits: limits) { (reader) throws(JSONError) in
            var members: [Member] = []
            guard try reader.next() == UInt8(ascii: "{") else {
                try reader.skipValue()
                try reader.finish()
                throw .notAnObject
            }
            var list = try reader.beginObject()
            while let name = try reader.nextMember(of: &list) {
                members.append(Member(name: try reader.text(of: name), value: try reader.skipValue()))
            }
            try reader.finish()
            return members
        }
    }

    /// The bytes of the first member of that name, as they were written.
    public func slice(_ name: String) -> ArraySlice<UInt8>? {
        members.first { $0.name == name }.map { bytes[$0.value] }
    }

    /// The first member of that name as a tree, or nil if there is none.
    ///
    /// - Throws: `JSONError` for what only a tree can be wrong about: a lone surrogate.
    public func value(_ name: String) throws(JSONError) -> JSON? {
        guard let member = members.first(where: { $0.name == name }) else { return nil }
        do {
            return try JSON(parsing: bytes[member.value], limits: limits)
        } catch {
            guard case .loneSurrogate(let offset) = error else { throw error }
            throw .loneSurrogate(offset: member.value.lowerBound + offset)
        }
    }

    /// The first of these names that stands more than once, if any: readers differ on which one counts.
    public func duplicate(among names: [String]) -> String? {
        names.first { name in members.count { $0.name == name } > 1 }
    }

    /// The text with the first member of that name replaced by these bytes, which must be one JSON value, or with such
    /// a member at the end if there is none; no other byte differs.
    public func setting(_ name: String, to value: [UInt8]) -> [UInt8] {
        if let member = members.first(where: { $0.name == name }) { return replacing(member.value, with: value) }
        var addition: [UInt8] = members.isEmpty ? [] : [UInt8(ascii: ",")]
        JSON.write(name, to: &addition)
        addition.append(UInt8(ascii: ":"))
        addition += value
        let end = bytes.lastIndex(of: UInt8(ascii: "}")) ?? bytes.endIndex
        return replacing(end..<end, with: addition)
    }

    private func replacing(_ range: Range<Int>, with piece: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count - range.count + piece.count)
        result += bytes[..<range.lowerBound]
        result += piece
        result += bytes[range.upperBound...]
        return result
    }
}
