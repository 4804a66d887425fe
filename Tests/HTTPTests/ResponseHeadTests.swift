import HTTP
import HTTPTypes
import Testing

struct ResponseHeadTests {
    private let date = HTTPDate.bytes(secondsSince1970: 784_111_777)

    private func encoded(_ head: ResponseHead) throws(HTTPError) -> String {
        var output: [UInt8] = []
        try head.encode(into: &output, date: date)
        return String(decoding: output, as: UTF8.self)
    }

    @Test func writesStatusFieldsLengthAndDate() throws {
        let head = ResponseHead(status: .ok, fields: [.contentType: "application/json"], framing: .length(2))
        #expect(
            try encoded(head)
                == "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n"
                + "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n")
    }

    @Test(arguments: [(404, "404 Not Found"), (429, "429 Too Many Requests"), (418, "418 ")])
    func namesAStatusThatWasMadeOfItsNumber(code: Int, line: String) throws {
        let head = ResponseHead(status: HTTPResponse.Status(code: code), framing: .length(0))
        #expect(try encoded(head).hasPrefix("HTTP/1.1 \(line)\r\n"))
    }

    @Test func framesStreamsByChunksOrByClosing() throws {
        #expect(
            try encoded(ResponseHead(status: .ok, framing: .chunked)).contains("\r\nTransfer-Encoding: chunked\r\n"))
        let closing = try encoded(ResponseHead(status: .ok, framing: .untilClose, closes: true))
        #expect(closing.hasSuffix("\r\nConnection: close\r\n\r\n"))
        #expect(!closing.contains("Content-Length") && !closing.contains("Transfer-Encoding"))
    }

    @Test(arguments: [100, 103, 204, 304], [ResponseHead.Framing.length(5), .chunked, .untilClose])
    func framesNothingWhereContentIsForbidden(code: Int, framing: ResponseHead.Framing) throws {
        let status = HTTPResponse.Status(code: code)
        let text = try encoded(ResponseHead(status: status, framing: framing))
        #expect(!text.contains("Content-Length") && !text.contains("Transfer-Encoding"))
        #expect(!ResponseHead.allowsContent(status, to: .get))
    }

    @Test func resetContentIsEmpty() throws {
        #expect(
            try encoded(ResponseHead(status: .resetContent, framing: .chunked)).contains("\r\nContent-Length: 0\r\n"))
    }

    @Test func headIsAnsweredLikeGetWithoutContent() {
        #expect(!ResponseHead.allowsContent(.ok, to: .head))
        #expect(ResponseHead.allowsContent(.ok, to: .get))
    }

    @Test func sendsNoFieldThatIsItsOwnBusiness() throws {
        let fields: HTTPFields = [
            .connection: "keep-alive", .contentLength: "9", .transferEncoding: "gzip", .date: "today", .upgrade: "h2c",
            .trailer: "x", .keepAlive: "5", .server: "hone",
        ]
        let text = try encoded(ResponseHead(status: .ok, fields: fields, framing: .length(1)))
        #expect(
            text == "HTTP/1.1 200 OK\r\nServer: hone\r\nContent-Length: 1\r\n"
                + "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n")
    }

    @Test func refusesValuesThatWouldSplitTheMessage() {
        let field = HTTPField(name: .server, lenientValue: [0x61, 0x01])
        var output: [UInt8] = [1, 2]
        #expect(throws: HTTPError.unsendable(byte: 1)) {
            try ResponseHead(status: .ok, fields: HTTPFields([field]), framing: .chunked).encode(
                into: &output, date: nil)
        }
        #expect(output == [1, 2])
        #expect(HTTPError.unsendable(byte: 1).status == .internalServerError)
    }

    @Test func keepsObsoleteTextBytes() throws {
        var output: [UInt8] = []
        let field = HTTPField(name: .server, value: [0xFF, 0xE9])
        try ResponseHead(status: .ok, fields: HTTPFields([field]), framing: .length(0)).encode(into: &output, date: nil)
        #expect(output.starts(with: Array("HTTP/1.1 200 OK\r\nServer: ".utf8) + [0xFF, 0xE9, 13, 10]))
    }

    @Test func writesStatusesWithoutAReason() throws {
        let head = ResponseHead(status: HTTPResponse.Status(code: 599), framing: .length(0))
        #expect(try encoded(head).hasPrefix("HTTP/1.1 599 \r\n"))
    }

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (951_782_399, "Mon, 28 Feb 2000 23:59:59 GMT"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
        (1_709_251_199, "Thu, 29 Feb 2024 23:59:59 GMT"),
        (1_735_689_599, "Tue, 31 Dec 2024 23:59:59 GMT"),
        (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
        (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
    ])
    func formatsDates(seconds: Int, text: String) {
        #expect(String(decoding: HTTPDate.bytes(secondsSince1970: seconds), as: UTF8.self) == text)
    }
}
