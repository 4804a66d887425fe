/// Percent-decoding of path segments and query components (RFC 3986 §2.1).
public enum PercentEncoding {
    /// The text that `encoded` stands for; with `plusIsSpace` as HTML forms write it, `+` is a space.
    ///
    /// Throws `.invalidPercentEscape` and, when the decoded bytes are not UTF-8, `.invalidUTF8`.
    public static func decode(_ encoded: some StringProtocol, plusIsSpace: Bool = false) throws(HTTPError) -> String {
        try decode(Array(encoded.utf8).span, plusIsSpace: plusIsSpace)
    }

    static func decode(_ encoded: Span<UInt8>, plusIsSpace: Bool) throws(HTTPError) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(encoded.count)
        var index = 0
        while index < encoded.count {
            switch encoded[index] {
            case .percent:
                guard let byte = encoded.escapedByte(at: index) else { throw .invalidPercentEscape(offset: index) }
                bytes.append(byte)
                index += 3
            case .plus where plusIsSpace:
                bytes.append(.space)
                index += 1
            case let byte:
                bytes.append(byte)
                index += 1
            }
        }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .invalidUTF8 }
        return text
    }
}
