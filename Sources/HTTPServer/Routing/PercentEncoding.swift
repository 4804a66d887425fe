/// Percent escapes in paths (RFC 3986 §2.1).
enum PercentEncoding {
    /// The text with its escapes decoded, or as it is when they are malformed or do not spell UTF-8.
    static func decode(_ text: Substring) -> String {
        guard text.utf8.contains(UInt8(ascii: "%")) else { return String(text) }
        var decoded: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                decoded.append(byte)
                continue
            }
            guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16), rest.count >= 2 else {
                return String(text)
            }
            decoded.append(value)
            rest.removeFirst(2)
        }
        return String(validating: decoded, as: UTF8.self) ?? String(text)
    }
}
