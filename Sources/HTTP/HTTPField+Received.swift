public import HTTPTypes

extension HTTPField {
    /// A field whose value came as these bytes, nil if one of them must not be in a value (RFC 9110 §5.5).
    public init?(name: Name, received value: UnsafeRawBufferPointer) {
        var seen: UInt8 = 0
        for byte in value {
            guard byte.isFieldValueByte else { return nil }
            seen |= byte
        }
        // Making the text here spares `HTTPField` a validation that is several times slower.
        self =
            seen < 0x80
            ? HTTPField(name: name, value: String(decoding: value, as: UTF8.self)) : HTTPField(name: name, value: value)
    }
}
