import Glibc

/// What the same bytes cost at least, on the same machine at the same time.
enum MicroReference {
    /// Nanoseconds of copying the bytes so many times.
    static func copying(_ bytes: [UInt8], times: Int) -> Double {
        var copy = bytes
        var sum = 0
        let time = MicroClock.time {
            for _ in 0..<times {
                bytes.withUnsafeBytes { source in
                    copy.withUnsafeMutableBytes { target in
                        guard let from = source.baseAddress, let to = target.baseAddress else { return }
                        memcpy(to, from, source.count)
                        sum &+= Int(target[source.count - 1])
                    }
                }
            }
        }
        return keep(sum, time)
    }

    /// Nanoseconds of looking at each byte by itself, so many times.
    static func scanning(_ bytes: [UInt8], times: Int) -> Double {
        var hash: UInt64 = 0
        let time = MicroClock.time {
            for _ in 0..<times {
                // Each step needs the one before, so that the loop stays what a reader of bytes is: one at a time.
                bytes.withUnsafeBufferPointer { for byte in $0 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 } }
            }
        }
        return keep(Int(truncatingIfNeeded: hash), time)
    }

    /// The time, in a way that needs the work's result.
    @inline(never)
    private static func keep(_ result: Int, _ time: Double) -> Double { result == .min ? -time : time }
}
