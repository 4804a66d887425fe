/// A strict cursor over one JSON text (RFC 8259): no comments, no trailing commas, no BOM, UTF-8 only.
///
/// Works on borrowed bytes, so it never outlives the call that lends them. Public, so that a reader of one kind of text
/// can take from it what it knows and pass over the rest; what is small and done for every member is compiled into that
/// reader, which the compiler does only for what is public.
public struct JSONReader {
    @usableFromInline let bytes: UnsafeBufferPointer<UInt8>
    @usableFromInline let limits: JSONLimits
    /// How many bytes have been passed.
    public var offset = 0
    /// Whether an escape has been passed that stands for half of a surrogate pair.
    package var hasMetSurrogate = false
    /// How many lists the place is within.
    public var depth = 0

    /// Checks the encoding of the whole text once, so that everything after may trust it.
    package init(_ bytes: UnsafeBufferPointer<UInt8>, limits: JSONLimits = JSONLimits()) throws(JSONError) {
        do {
            _ = try UTF8Span(validating: bytes.span)
        } catch {
            throw .invalidUTF8(offset: error.byteOffsets.lowerBound)
        }
        self.bytes = bytes
        self.limits = limits
    }

    /// Trusts a text that is UTF-8.
    init(trusted bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
        limits = JSONLimits()
    }

    /// Ends the text: nothing but whitespace may be left.
    package mutating func finish() throws(JSONError) {
        skipWhitespace()
        guard offset == bytes.count else { throw .trailingBytes(offset: offset) }
    }

    // MARK: Values

    /// Reads the next value as a tree.
    package mutating func readValue() throws(JSONError) -> JSON {
        switch try next() {
        case UInt8(ascii: "\""): return .string(try readString())
        case UInt8(ascii: "{"):
            var members: [JSON.Member] = []
            var list = try beginObject()
            while let name = try nextMember(of: &list) {
                members.append(JSON.Member(try text(of: name), try readValue()))
            }
            return .object(JSON.Object(members))
        case UInt8(ascii: "["):
            var elements: [JSON] = []
            var list = try beginArray()
            while try nextElement(of: &list) { elements.append(try readValue()) }
            return .array(elements)
        case UInt8(ascii: "t"):
            try skipWord("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try skipWord("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try skipWord("null")
            return .null
        default: return .number(JSON.Number(validated: text(try skipNumber())))
        }
    }

    /// Passes over the next value, checking it, and returns where it stands. Escapes are not resolved, so a lone
    /// surrogate passes: it is somebody else's to judge.
    @discardableResult
    package mutating func skipValue() throws(JSONError) -> Range<Int> {
        let first = try next()
        let start = offset
        switch first {
        case UInt8(ascii: "\""): _ = try skipString()
        case UInt8(ascii: "{"):
            var list = try beginObject()
            while try nextMember(of: &list) != nil { try skipValue() }
        case UInt8(ascii: "["):
            var list = try beginArray()
            while try nextElement(of: &list) { try skipValue() }
        case UInt8(ascii: "t"): try skipWord("true")
        case UInt8(ascii: "f"): try skipWord("false")
        case UInt8(ascii: "n"): try skipWord("null")
        default: _ = try skipNumber()
        }
        return start..<offset
    }

    private mutating func skipWord(_ word: StaticString) throws(JSONError) {
        for index in 0..<word.utf8CodeUnitCount { try expect(word.utf8Start[index]) }
    }

    // MARK: Lists

    /// An object or an array that has been stepped into.
    public struct List {
        @usableFromInline let close: UInt8
        @usableFromInline var isAtStart = true

        @usableFromInline init(close: UInt8) { self.close = close }
    }

    /// Steps into the object that begins here.
    @inlinable
    public mutating func beginObject() throws(JSONError) -> List {
        try begin(UInt8(ascii: "{"), close: UInt8(ascii: "}"))
    }

    /// Steps into the array that begins here.
    @inlinable
    public mutating func beginArray() throws(JSONError) -> List {
        try begin(UInt8(ascii: "["), close: UInt8(ascii: "]"))
    }

    /// Steps up to the next element of an array; false when there is none, and the array has been passed.
    @inlinable
    public mutating func nextElement(of list: inout List) throws(JSONError) -> Bool {
        let byte = try next()
        if list.isAtStart {
            list.isAtStart = false
            guard byte == list.close else { return true }
        } else if byte == UInt8(ascii: ",") {
            offset += 1
            skipWhitespace()
            return true
        } else if byte != list.close {
            throw .unexpectedByte(byte, offset: offset)
        }
        offset += 1
        depth -= 1
        return false
    }

    /// Passes over the next name of an object, up to its value; nil when there is none, and the object has been passed.
    @inlinable
    public mutating func nextMember(of list: inout List) throws(JSONError) -> StringContent? {
        guard try nextElement(of: &list) else { return nil }
        let name = try skipString()
        skipWhitespace()
        try expect(UInt8(ascii: ":"))
        return name
    }

    @inlinable
    mutating func begin(_ open: UInt8, close: UInt8) throws(JSONError) -> List {
        try expect(open)
        depth += 1
        guard depth <= limits.maxDepth else { throw .tooDeep(limit: limits.maxDepth, offset: offset - 1) }
        return List(close: close)
    }

    // MARK: Bytes

    /// The byte with which the next value begins; whitespace before it is passed.
    @inlinable @inline(__always)
    public mutating func next() throws(JSONError) -> UInt8 {
        skipWhitespace()
        return try peek()
    }

    var current: UInt8? { offset < bytes.count ? bytes[offset] : nil }

    @inlinable @inline(__always)
    func peek() throws(JSONError) -> UInt8 {
        guard offset < bytes.count else { throw .unexpectedEnd(offset: offset) }
        return bytes[offset]
    }

    @inlinable @inline(__always)
    mutating func expect(_ byte: UInt8) throws(JSONError) {
        let found = try peek()
        guard found == byte else { throw .unexpectedByte(found, offset: offset) }
        offset += 1
    }

    func text(_ range: Range<Int>) -> String {
        String(decoding: UnsafeBufferPointer(rebasing: bytes[range]), as: UTF8.self)
    }

    @inlinable @inline(__always)
    mutating func skipWhitespace() {
        // Few writers leave any.
        while offset < bytes.count, bytes[offset] <= 0x20 {
            switch bytes[offset] {
            case 0x20, 0x0A, 0x0D, 0x09: offset += 1
            default: return
            }
        }
    }
}
