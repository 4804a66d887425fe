import Testing

@testable import HoneService

@Suite struct WholeEventsTests {
    private let stream = "data: a\n\n: comment\r\n\r\ndata:b\ndata: c\n\nrest"

    private func texts(_ writes: [[UInt8]]) -> [String] { writes.map { String(decoding: $0, as: UTF8.self) } }

    @Test(arguments: [1, 2, 3, 7, 100]) func writesEachEventWholeWhateverThePieces(size: Int) {
        var events = WholeEvents()
        let bytes = Array(stream.utf8)
        var writes: [[UInt8]] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            writes += events.take(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        #expect(texts(writes) == ["data: a\n\n", ": comment\r\n\r\n", "data:b\ndata: c\n\n"])
        #expect(events.finish().map { texts([$0]) } == ["rest"])
    }

    @Test func holdsNothingBackThatIsComplete() {
        var events = WholeEvents()
        #expect(texts(events.take(Array("data: a\n".utf8))) == [])
        #expect(texts(events.take(Array("\ndata".utf8))) == ["data: a\n\n"])
        #expect(events.take([]).isEmpty)
    }

    @Test func letsAnEventThatIsTooLongGoInPieces() {
        var events = WholeEvents(maxHeldBytes: 8)
        #expect(texts(events.take(Array("data: a".utf8))) == [])
        #expect(texts(events.take(Array("bc".utf8))) == ["data: abc"])
        #expect(texts(events.take(Array("d\n\ndata: x\n\n".utf8))) == ["d\n\n", "data: x\n\n"])
        #expect(events.finish() == nil)
    }
}
