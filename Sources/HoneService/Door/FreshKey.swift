/// A new key for a client, and what the configuration holds of it.
public struct FreshKey: Sendable {
    private static let prefix = "hone-"
    private static let randomBytes = 32

    /// The key, which is for its owner alone.
    public let text: String

    /// A key of 256 bits from the kernel's generator.
    public init() {
        var generator = SystemRandomNumberGenerator()
        let digits = Array("0123456789abcdef".utf8)
        var key = Array(Self.prefix.utf8)
        for _ in 0..<Self.randomBytes {
            let byte: UInt8 = generator.next()
            key += [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
        }
        text = String(decoding: key, as: UTF8.self)
    }

    /// What the configuration holds.
    public var digest: KeyDigest { KeyDigest(of: text) }
}
