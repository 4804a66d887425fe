import Glibc

extension Span<UInt8> {
    /// How far the C library looks for one of the two line ends before it looks for the other: a text all of whose lines
    /// end in the other one is not looked through to its end for each of them.
    private static let lineEndWindow = 1024

    /// The place of the first LF or CR at or after `start`, or the number of bytes.
    ///
    /// The C library looks at many bytes at once, because a stream of events is mostly long lines.
    func lineEnd(from start: Int) -> Int {
        withUnsafeBufferPointer { bytes in
            guard let base = bytes.baseAddress else { return count }
            var place = start
            while place < count {
                let window = Swift.min(count - place, Self.lineEndWindow)
                let lineFeed = memchr(base + place, Int32(UInt8.lineFeed), window)
                let end = lineFeed.map { UnsafeRawPointer($0) - UnsafeRawPointer(base) } ?? place + window
                // What stands in front of the LF.
                if let carriageReturn = memchr(base + place, Int32(UInt8.carriageReturn), end - place) {
                    return UnsafeRawPointer(carriageReturn) - UnsafeRawPointer(base)
                }
                if lineFeed != nil { return end }
                place = end
            }
            return count
        }
    }
}
