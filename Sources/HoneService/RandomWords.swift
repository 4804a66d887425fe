import Glibc
import Synchronization

/// Unguessable random numbers of the kernel's, fetched many at a time: a system call for each would be the greater part of
/// what a small request costs.
enum RandomWords {
    /// As many as one call of getentropy gives: 256 bytes.
    private static let fetchedAtOnce = 32

    private static let stock = Mutex<[UInt64]>([])

    /// 64 random bits.
    static func next() -> UInt64 {
        stock.withLock { stock in
            if let word = stock.popLast() { return word }
            var generator = SystemRandomNumberGenerator()
            // The standard library knows what to do where the kernel refuses.
            stock = fetched() ?? []
            return stock.popLast() ?? generator.next()
        }
    }

    private static func fetched() -> [UInt64]? {
        var words = [UInt64](repeating: 0, count: fetchedAtOnce)
        let isFilled = words.withUnsafeMutableBytes { getentropy($0.baseAddress, $0.count) == 0 }
        return isFilled ? words : nil
    }
}
