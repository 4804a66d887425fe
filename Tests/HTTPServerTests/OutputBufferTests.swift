import Testing

@testable import HTTPServer

/// Unsent bytes leave in the order they came.
struct OutputBufferTests {
    private func unsent(_ buffer: OutputBuffer) -> [UInt8] {
        buffer.withUnsentBytes { Array($0) }
    }

    @Test func forgetsWhatWasTaken() {
        var buffer = OutputBuffer()
        #expect(buffer.isEmpty)
        buffer.append { $0 += [1, 2, 3, 4, 5] }
        buffer.take(2)
        #expect(unsent(buffer) == [3, 4, 5])
        buffer.append { $0 += [6] }
        buffer.take(2)
        #expect(unsent(buffer) == [5, 6])
        #expect(buffer.count == 2)
        buffer.take(2)
        #expect(buffer.isEmpty)
        #expect(buffer.taken == 6)
    }
}
