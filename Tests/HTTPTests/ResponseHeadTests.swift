import HTTP
import HTTPTypes
import Testing

struct ResponseHeadTests {
    private let date = HTTPDate.bytes(secondsSince1970: 784_111_777)

    private func encoded(_ head: ResponseHead) throws -> String {
        var output: [UInt8] = []
        try head.encode(into: &output, date: date)
        return String(decoding: output, as: UTF8.self)
    }

    @Test func writesStatusFieldsLengthAndDate() throws {
        let head = ResponseHead(status: .ok, fields: [.contentType: "application/json"], framing: .length(2))
        #expect(
            try encoded(head) == """
                HTTP/1.1 200 OK\r
                Content-Type: application/json\r
                Content-Length: 2\r
                Date: Sun, 06 Nov 1994 08:49:37 GMT\r
                \r

                """)
    }
}
