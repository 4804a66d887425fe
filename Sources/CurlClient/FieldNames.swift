import HTTPTypes

/// Names of response fields, remembered: servers send the same ones again and again, and finding one costs less than
/// checking it and making strings of it.
final class FieldNames {
    private struct Known {
        var bytes: [UInt8]
        var name: HTTPField.Name

        func spells(_ other: UnsafeRawBufferPointer) -> Bool {
            bytes.count == other.count
                && bytes.withUnsafeBytes { bytes in
                    zip(bytes, other).allSatisfy { $0 == $1 }
                }
        }
    }

    private static let slots = 128
    /// Bytes of a name that is remembered.
    private static let maxBytes = 64

    private var known = [Known?](repeating: nil, count: slots)

    /// The name that `bytes` spell, nil if they are no token.
    func name(_ bytes: UnsafeRawBufferPointer) -> HTTPField.Name? {
        guard let first = bytes.first, let last = bytes.last else { return nil }
        let slot = (bytes.count &* 31 &+ Int(first) &* 7 &+ Int(last)) % Self.slots
        if let known = known[slot], known.spells(bytes) { return known.name }
        guard let name = HTTPField.Name(String(decoding: bytes, as: UTF8.self)) else { return nil }
        if bytes.count <= Self.maxBytes { known[slot] = Known(bytes: Array(bytes), name: name) }
        return name
    }
}
