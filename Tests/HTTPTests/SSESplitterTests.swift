import HTTP
import Testing

struct SSESplitterTests {
    private func slices(_ pieces: [[UInt8]], maxEventBytes: Int = 1000) throws(HTTPError) -> [String] {
        var splitter = SSESplitter(maxEventBytes: maxEventBytes)
        var slices: [[UInt8]] = []
        for piece in pieces {
            splitter.append(piece)
            while let slice = try splitter.next() { slices.append(slice) }
        }
        if let rest = splitter.finish() { slices.append(rest) }
        return slices.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: [
        ["data: a\n\n", "data: b\n\n"],
        ["data: a\r\n\r\n", "data: b\r\n\r\n", "rest"],
        ["data: a\r\r", "data: b\r\r"],
        ["data: a\r\n\r", "data: b\n\n"],
        ["data: a\n\r", "\ndata: b\n\n"],
        ["data: a\r\r", "\ndata: b\n\n"],
        [": ping\n\n", "event: x\nid: 1\ndata: a\ndata: b\n\n"],
        ["\n", "\n", "data: a\n\n"],
        ["\u{FEFF}data: \u{0}ä\n\n"],
        ["data: a\r\n"],
        ["data: a\r\n\r"],
    ])
    func cutsBehindBlankLinesAndChangesNothing(expected: [String]) throws {
        let bytes = Array(expected.joined().utf8)
        for pieces in deliveries(of: bytes) {
            #expect(try slices(pieces) == expected)
        }
    }

    @Test func givesASliceWithTheReturnThatEndsIt() throws {
        var splitter = SSESplitter()
        splitter.append(Array("data: a\r\r".utf8))
        #expect(try splitter.next() == Array("data: a\r\r".utf8))
        #expect(splitter.bufferedBytes == 0)
    }

    @Test func boundsASlice() throws {
        for pieces in deliveries(of: Array("data: 12345\r\n\r\n".utf8)) {
            #expect(try slices(pieces, maxEventBytes: 15).count == 1)
            #expect(throws: HTTPError.eventTooLarge(limit: 14)) { try slices(pieces, maxEventBytes: 14) }
        }
    }
}
