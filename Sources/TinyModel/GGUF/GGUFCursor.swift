/// Reads little-endian values one after the other, never beyond the end of the bytes.
struct GGUFCursor {
    let bytes: [UInt8]
    let limits: GGUFLimits
    private(set) var offset = 0

    init(_ bytes: [UInt8], limits: GGUFLimits) {
        self.bytes = bytes
        self.limits = limits
    }

    mutating func take(_ count: Int) throws(TinyModelError) -> ArraySlice<UInt8> {
        guard count <= bytes.count - offset else { throw .truncated(offset: offset, needed: count) }
        defer { offset += count }
        return bytes[offset..<offset + count]
    }

    mutating func integer<Value: FixedWidthInteger>(_: Value.Type = Value.self) throws(TinyModelError) -> Value {
        var value: Value = 0
        for (index, byte) in try take(MemoryLayout<Value>.size).enumerated() {
            value |= Value(truncatingIfNeeded: byte) << (8 * index)
        }
        return value
    }

    /// A 64-bit count that has to fit `limit`.
    mutating func count(of what: String, limit: Int) throws(TinyModelError) -> Int {
        let count = try integer(UInt64.self)
        guard let value = Int(exactly: count), value <= limit else {
            throw .excessive(what: what, count: count, limit: limit)
        }
        return value
    }

    mutating func string() throws(TinyModelError) -> [UInt8] {
        Array(try take(count(of: "string bytes", limit: limits.stringBytes)))
    }

    mutating func name() throws(TinyModelError) -> String {
        let start = offset
        guard let name = String(validating: try string(), as: UTF8.self) else { throw .malformedName(offset: start) }
        return name
    }

    mutating func value() throws(TinyModelError) -> GGUFValue {
        let type = try integer(UInt32.self)
        return type == 9 ? try array() : try scalar(type)
    }

    /// Arrays of arrays are defined by the format and used by nobody; they are refused as an unknown type.
    private mutating func array() throws(TinyModelError) -> GGUFValue {
        let type = try integer(UInt32.self)
        let count = try count(of: "array elements", limit: limits.arrayElements)
        var elements: [GGUFValue] = []
        elements.reserveCapacity(min(count, bytes.count - offset))
        for _ in 0..<count {
            elements.append(try scalar(type))
        }
        return .array(elements)
    }

    private mutating func scalar(_ type: UInt32) throws(TinyModelError) -> GGUFValue {
        switch type {
        case 0: .unsigned(UInt64(try integer(UInt8.self)))
        case 1: .signed(Int64(try integer(Int8.self)))
        case 2: .unsigned(UInt64(try integer(UInt16.self)))
        case 3: .signed(Int64(try integer(Int16.self)))
        case 4: .unsigned(UInt64(try integer(UInt32.self)))
        case 5: .signed(Int64(try integer(Int32.self)))
        case 6: .float(Double(Float(bitPattern: try integer())))
        case 7: .bool(try integer(UInt8.self) != 0)
        case 8: .string(try string())
        case 10: .unsigned(try integer())
        case 11: .signed(try integer())
        case 12: .float(Double(bitPattern: try integer()))
        default: throw .unknownValueType(type)
        }
    }
}
