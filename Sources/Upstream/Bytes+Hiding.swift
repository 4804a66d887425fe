extension [UInt8] {
    /// The bytes with a secret made unreadable, whatever else they are; also as JSON may write it, with `\/` for `/`.
    func hiding(_ secret: String?) -> [UInt8] {
        guard let secret, !secret.isEmpty else { return self }
        let plain = Array(secret.utf8)
        let escaped = plain.flatMap { $0 == UInt8(ascii: "/") ? [UInt8(ascii: "\\"), $0] : [$0] }
        let mark = Array("…".utf8)
        let hidden = replacing(plain, with: mark)
        return escaped == plain ? hidden : hidden.replacing(escaped, with: mark)
    }
}

extension String {
    /// The text with a secret made unreadable; by its bytes, because a combining mark behind it makes other characters.
    func hiding(_ secret: String?) -> String { String(decoding: Array(utf8).hiding(secret), as: UTF8.self) }
}
