import Testing

@testable import HoneService

@Suite struct WholeEventsTests {
    private let stream = "data: a\n\n: comment\r\n\r\ndata:b\ndata: c\n\nrest"

    private func text(_ write: [UInt8]) -> String { String(decoding: write, as: UTF8.self) }

    @Test(arguments: [1, 2, 3, 7, 100]) func writesEachEventWholeWhateverThePieces(size: Int) {
        var events = WholeEvents()
        let bytes = Array(stream.utf8)
        var writes: [String] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            writes.append(text(events.take(Array(bytes[start..<min(start + size, bytes.count)]))))
        }
        #expect(writes.joined() == "data: a\n\n: comment\r\n\r\ndata:b\ndata: c\n\n")
        #expect(writes.allSatisfy { $0.isEmpty || $0.hasSuffix("\n\n") || $0.hasSuffix("\r\n\r\n") })
        #expect(events.finish().map { text($0) } == "rest")
    }

    @Test func holdsNothingBackThatIsComplete() {
        var events = WholeEvents()
        #expect(text(events.take(Array("data: a\n".utf8))) == "")
        #expect(text(events.take(Array("\ndata".utf8))) == "data: a\n\n")
        #expect(events.take([]).isEmpty)
    }

    @Test func letsAnEventThatIsTooLongGoInPieces() {
        var events = WholeEvents(maxHeldBytes: 8)
        #expect(text(events.take(Array("data: a".utf8))) == "")
        #expect(text(events.take(Array("bc".utf8))) == "data: abc")
        #expect(text(events.take(Array("d\n\ndata: x\n\n".utf8))) == "d\n\ndata: x\n\n")
        #expect(events.finish() == nil)
    }

    @Test func eventsThatComeTogetherGoOnTogether() {
        var events = WholeEvents()
        #expect(text(events.take(Array("data: a\n\ndata: b\r\n\r\n".utf8))) == "data: a\n\ndata: b\r\n\r\n")
        #expect(events.finish() == nil)
    }

    @Test func aLineEndIsNoBlankLine() {
        var events = WholeEvents()
        #expect(text(events.take(Array("a\r\n".utf8))) == "")
        #expect(text(events.take(Array("\r\n".utf8))) == "a\r\n\r\n")
    }
}
