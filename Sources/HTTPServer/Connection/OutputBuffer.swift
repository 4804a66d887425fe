/// Bytes of answers that the socket has not taken yet.
struct OutputBuffer {
    private var bytes: [UInt8] = []
    private var start = 0
    /// Bytes taken since the beginning of the connection.
    private(set) var taken = 0

    var count: Int { bytes.count - start }
    var isEmpty: Bool { start == bytes.count }

    /// Lets `body` append to the bytes.
    mutating func append<Failure: Error>(_ body: (inout [UInt8]) throws(Failure) -> Void) throws(Failure) {
        try body(&bytes)
    }

    /// What is to be sent next.
    func withUnsentBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start...])) }
    }

    /// Forgets the first `count` unsent bytes.
    mutating func take(_ count: Int) {
        start += count
        taken += count
        if start == bytes.count {
            // No memory is kept, so that an idle connection is small.
            bytes = []
            start = 0
        } else if start > bytes.count / 2 {
            bytes.removeSubrange(..<start)
            start = 0
        }
    }
}
