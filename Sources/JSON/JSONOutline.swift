/// One JSON object by the places of its top-level members, so that a few may be replaced and every other byte stays.
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

    /// What a splice does to the members of one name.
    public enum Edit: Sendable {
        /// Puts these bytes, which must be one JSON value, where the first member of that name stands, or at the end.
        case set(String, [UInt8])
        /// Takes every member of that name away.
        case remove(String)
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
            reader.skipWhitespace()
            guard reader.offset < bytes.count, bytes[reader.offset] == UInt8(ascii: "{") else {
                _ = try reader.skipValue()
                try reader.finish()
                throw .notAnObject
            }
            try reader.readMembers { (reader, name) throws(JSONError) in
                members.append(Member(name: name, value: try reader.skipValue()))
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
    public func duplicate(among names: Set<String>) -> String? {
        var seen = Set<String>()
        return members.first { names.contains($0.name) && !seen.insert($0.name).inserted }?.name
    }

    /// The text with these edits made, in order; no other byte differs.
    public func spliced(_ edits: [Edit]) -> [UInt8] {
        var replaced: [String: [UInt8]] = [:]
        var removed = Set<String>()
        var added: [String] = []
        for edit in edits {
            switch edit {
            case .set(let name, let value):
                removed.remove(name)
                if replaced.updateValue(value, forKey: name) == nil, slice(name) == nil { added.append(name) }
            case .remove(let name):
                removed.insert(name)
                replaced[name] = nil
                added.removeAll { $0 == name }
            }
        }
        return removed.isEmpty ? replacing(replaced, adding: added) : rebuilt(replaced, adding: added, without: removed)
    }

    /// Nothing goes away, so the text between the values can stay as it is.
    private func replacing(_ replaced: [String: [UInt8]], adding added: [String]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 256)
        var copied = 0
        var pending = replaced
        for member in members {
            guard let value = pending.removeValue(forKey: member.name) else { continue }
            result += bytes[copied..<member.value.lowerBound]
            result += value
            copied = member.value.upperBound
        }
        guard !added.isEmpty else { return result + bytes[copied...] }
        let close = bytes.lastIndex(of: UInt8(ascii: "}")) ?? bytes.endIndex
        result += bytes[copied..<close]
        for (index, name) in added.enumerated() {
            if index > 0 || !members.isEmpty { result.append(UInt8(ascii: ",")) }
            JSON.write(name, to: &result)
            result.append(UInt8(ascii: ":"))
            result += replaced[name] ?? []
        }
        return result + bytes[close...]
    }

    /// Commas move when a member goes, so the object is written anew, each value as its own bytes.
    private func rebuilt(
        _ replaced: [String: [UInt8]], adding added: [String], without removed: Set<String>
    ) -> [UInt8] {
        var result: [UInt8] = [UInt8(ascii: "{")]
        result.reserveCapacity(bytes.count + 256)
        var pending = replaced
        func append(_ name: String, _ value: some Sequence<UInt8>) {
            if result.count > 1 { result.append(UInt8(ascii: ",")) }
            JSON.write(name, to: &result)
            result.append(UInt8(ascii: ":"))
            result += value
        }
        for member in members where !removed.contains(member.name) {
            if let value = pending.removeValue(forKey: member.name) {
                append(member.name, value)
            } else {
                append(member.name, bytes[member.value])
            }
        }
        for name in added { append(name, replaced[name] ?? []) }
        result.append(UInt8(ascii: "}"))
        return result
    }
}
