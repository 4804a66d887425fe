import HTTP
import Testing

struct SSEEncoderTests {
    private func encoded(_ event: SSEEvent) throws(HTTPError) -> String {
        var output: [UInt8] = []
        try SSEEncoder.append(event, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    @Test func writesEveryPart() throws {
        let event = SSEEvent(event: "vote", data: Array("a\nb".utf8), id: "7", retry: 100)
        #expect(try encoded(event) == "event: vote\nid: 7\nretry: 100\ndata: a\ndata: b\n\n")
    }

    @Test(arguments: ["", "a", " a ", "a\nb", "a\r\nb", "a\rb", "\n", "\r\n\r\n", ":", "data: x\n\nevent: y"])
    func whatIsWrittenIsReadAgain(data: String) throws {
        var parser = SSEParser()
        parser.append(Array(try encoded(SSEEvent(data: Array(data.utf8))).utf8))
        let event = try #require(try parser.next())
        let normalised = data.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        #expect(event.data == Array(normalised.utf8))
        #expect(try parser.next() == nil)
        #expect(parser.bufferedBytes == 0)
    }

    @Test func refusesNamesAndIdsThatWouldBreakTheStream() {
        #expect(throws: HTTPError.unsendable(byte: 10)) { try encoded(SSEEvent(event: "a\nb", data: [])) }
        #expect(throws: HTTPError.unsendable(byte: 13)) { try encoded(SSEEvent(data: [], id: "a\rb")) }
        #expect(throws: HTTPError.unsendable(byte: 0)) { try encoded(SSEEvent(data: [], id: "\u{0}")) }
    }

    @Test func commentsAreInvisible() throws {
        var output: [UInt8] = []
        SSEEncoder.append(comment: "still\nsampling", to: &output)
        #expect(String(decoding: output, as: UTF8.self) == ": still\n: sampling\n\n")
        var parser = SSEParser()
        parser.append(output)
        #expect(try parser.next() == nil)
    }
}
