/// Writes the chunked transfer coding (RFC 9112 §7.1).
public enum ChunkedEncoder {
    /// What ends a body: the last chunk and an empty trailer section.
    public static let end = Array("0\r\n\r\n".utf8)
    /// What follows the content of each chunk.
    public static let tail = Array("\r\n".utf8)

    /// The line before a chunk of `count` bytes; `count` is at least 1, since a chunk of none would end the body.
    public static func head(count: Int) -> [UInt8] {
        precondition(count > 0, "a chunk of no bytes ends the body")
        return Array(String(count, radix: 16).utf8) + tail
    }

    /// Appends `content` as one chunk, or nothing when it is empty.
    public static func append(_ content: [UInt8], to output: inout [UInt8]) {
        if content.isEmpty { return }
        output.reserveCapacity(output.count + content.count + maxFrameBytes)
        appendHead(count: content.count, to: &output)
        output += content
        output += tail
    }

    /// Bytes of a chunk beside its content, at most.
    private static let maxFrameBytes = 2 * Int.bitWidth / 4

    /// The line before a chunk, digit by digit, so that no string is made for it.
    private static func appendHead(count: Int, to output: inout [UInt8]) {
        var shift = (Int.bitWidth - count.leadingZeroBitCount - 1) / 4 * 4
        while shift >= 0 {
            let digit = UInt8(truncatingIfNeeded: count >> shift) & 0xF
            output.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            shift -= 4
        }
        output += tail
    }

    /// Appends `content` as one chunk, or nothing when it is empty.
    public static func append(_ content: some Collection<UInt8>, to output: inout [UInt8]) {
        if content.isEmpty { return }
        output.append(contentsOf: head(count: content.count))
        output.append(contentsOf: content)
        output.append(contentsOf: tail)
    }
}
