/// Bytes in the order they came: appended behind, consumed in front, each moved at most once on average.
struct ByteQueue: Sendable {
    /// Bytes of storage that an empty queue keeps for reuse.
    private static let maxKeptCapacity = 64 * 1024

    private(set) var storage: [UInt8] = []
    private(set) var start = 0

    /// Bytes appended and not consumed.
    var count: Int { storage.count - start }

    /// The byte at a distance from the front.
    subscript(offset: Int) -> UInt8 { storage[start + offset] }

    /// How far the first LF or CR at or after an offset is from the front, or `count`.
    func lineEnd(from offset: Int) -> Int { storage.span.lineEnd(from: start + offset) - start }

    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        compact()
        storage.append(contentsOf: bytes)
    }

    /// Appends bytes that need no copy where nothing waits before them.
    mutating func append(_ bytes: [UInt8]) {
        compact()
        if storage.isEmpty { storage = bytes } else { storage.append(contentsOf: bytes) }
    }

    mutating func append(_ bytes: some Sequence<UInt8>) {
        compact()
        storage.append(contentsOf: bytes)
    }

    mutating func consume(_ count: Int) {
        start += count
    }

    /// A copy of the first `count` bytes, which are consumed.
    mutating func take(_ count: Int) -> [UInt8] {
        defer { start += count }
        return Array(storage[start..<start + count])
    }

    /// Drops what was consumed once it is the larger part.
    private mutating func compact() {
        if start == storage.count {
            storage.removeAll(keepingCapacity: storage.capacity <= Self.maxKeptCapacity)
        } else if start < storage.count - start {
            return
        } else {
            storage.removeSubrange(0..<start)
        }
        start = 0
    }
}
