import HTTP
import Testing

struct ChunkedCodingTests {
    /// The content and what was left behind the coding.
    private func decode(_ pieces: [[UInt8]]) throws(HTTPError) -> (content: [UInt8], left: [UInt8]) {
        var decoder = ChunkedDecoder()
        var content: [UInt8] = []
        var left: [UInt8] = []
        for piece in pieces {
            var offset = 0
            reading: while true {
                switch try decoder.step(piece.span, from: &offset) {
                case .content(let range): content.append(contentsOf: piece[range])
                case .end, .needsMore: break reading
                }
            }
            left.append(contentsOf: piece[offset...])
        }
        return (content, left)
    }

    @Test(arguments: [[], [""], ["a"], ["hello", " ", "world"], [String(repeating: "x", count: 300)]])
    func whatIsWrittenIsReadAgain(chunks: [String]) throws {
        var encoded: [UInt8] = []
        for chunk in chunks { ChunkedEncoder.append(Array(chunk.utf8), to: &encoded) }
        encoded += ChunkedEncoder.end + Array("GET".utf8)
        for pieces in deliveries(of: encoded) {
            let (content, left) = try decode(pieces)
            #expect(content == Array(chunks.joined().utf8))
            #expect(left == Array("GET".utf8))
        }
    }

    @Test func writesTheSizeInHexadecimal() {
        var output: [UInt8] = []
        ChunkedEncoder.append(Array(repeating: 0x78, count: 26), to: &output)
        #expect(output.starts(with: Array("1a\r\nx".utf8)))
        #expect(ChunkedEncoder.head(count: 255) == Array("ff\r\n".utf8))
    }

    @Test func keepsContentBeforeAMistake() throws {
        let text = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nx"
        for pieces in deliveries(of: Array(text.utf8)) {
            let transcript = Transcript(pieces)
            #expect(transcript.lines.dropFirst() == ["body abc", "400 invalidChunkSize"])
        }
    }
}
