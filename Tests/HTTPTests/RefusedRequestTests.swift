import HTTP
import HTTPTypes
import Testing

/// The rows of the bad-input matrix whose answer ends the connection.
struct RefusedRequestTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let bytes: [UInt8]
        let status: Int
        let error: HTTPError

        init(_ text: String, _ status: Int, _ error: HTTPError) {
            self.init(bytes: Array(text.utf8), status, error)
        }

        init(bytes: [UInt8], _ status: Int, _ error: HTTPError) {
            self.bytes = bytes
            self.status = status
            self.error = error
        }

        /// A POST with these field lines besides Host.
        static func post(_ lines: String, _ status: Int, _ error: HTTPError) -> Row {
            Row("POST / HTTP/1.1\r\nHost: a\r\n\(lines)\r\n\r\n", status, error)
        }

        /// A GET of this target.
        static func target(_ target: String, _ error: HTTPError, _ status: Int = 400) -> Row {
            Row("GET \(target) HTTP/1.1\r\nHost: a\r\n\r\n", status, error)
        }

        /// A chunked POST with this body.
        static func chunks(_ body: String, _ error: HTTPError, _ status: Int = 400) -> Row {
            Row("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(body)", status, error)
        }

        /// A GET with this Host line.
        static func host(_ line: String, _ error: HTTPError) -> Row {
            Row("GET / HTTP/1.1\r\n\(line)\r\n\r\n", 400, error)
        }

        var testDescription: String { String(decoding: bytes.prefix(120), as: UTF8.self).debugDescription }
    }

    /// The same answer whole, byte by byte and cut anywhere; the request behind it is never seen.
    private func check(_ row: Row) {
        let next = Array("GET /second HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
        for pieces in deliveries(of: row.bytes) {
            let transcript = Transcript(pieces + [next])
            #expect(transcript.error == row.error)
            #expect(transcript.error?.status.code == row.status)
            #expect(transcript.error?.endsConnection == true)
            #expect(!transcript.heads.contains { $0.target.path == "/second" })
        }
    }

    @Test(arguments: [
        Row.post("Content-Length: 5\r\nTransfer-Encoding: chunked", 400, .contentLengthWithTransferEncoding),
        .post("Transfer-Encoding: chunked\r\nContent-Length: 5", 400, .contentLengthWithTransferEncoding),
        .post("Transfer-Encoding: gzip, chunked\r\nContent-Length: 5", 400, .contentLengthWithTransferEncoding),
        .post("Content-Length: 5\r\nContent-Length: 6", 400, .repeatedContentLength),
        .post("Content-Length: 5\r\nContent-Length: 5", 400, .repeatedContentLength),
        .post("Content-Length: 5, 6", 400, .invalidContentLength),
        .post("Content-Length: 5, 5", 400, .invalidContentLength),
        .post("Content-Length: +5", 400, .invalidContentLength),
        .post("Content-Length: -1", 400, .invalidContentLength),
        .post("Content-Length: -0", 400, .invalidContentLength),
        .post("Content-Length: 0x5", 400, .invalidContentLength),
        .post("Content-Length: 1_0", 400, .invalidContentLength),
        .post("Content-Length: 1 0", 400, .invalidContentLength),
        .post("Content-Length: 5x", 400, .invalidContentLength),
        .post("Content-Length: 5.", 400, .invalidContentLength),
        .post("Content-Length: ", 400, .invalidContentLength),
        .post("Content-Length:", 400, .invalidContentLength),
        .post("Content-Length: ٥", 400, .invalidContentLength),
        .post("Content-Length: 99999999999999999999", 400, .invalidContentLength),
        .post("Content-Length: 9223372036854775808", 400, .invalidContentLength),
        .post("Content-Length: 00000000000000000005", 400, .invalidContentLength),
        .post("Content-Length: 9223372036854775807", 413, .bodyTooLarge(limit: 33_554_432)),
        .post("Content-Length: 33554433", 413, .bodyTooLarge(limit: 33_554_432)),
    ])
    func refusesContentLength(_ row: Row) { check(row) }

    @Test(arguments: [
        Row.post("Transfer-Encoding: gzip, chunked", 501, .unsupportedTransferCoding),
        .post("Transfer-Encoding: xchunked", 400, .invalidTransferEncoding),
        .post("Transfer-Encoding: identity", 400, .invalidTransferEncoding),
        .post("Transfer-Encoding: chunked, gzip", 400, .invalidTransferEncoding),
        .post("Transfer-Encoding: chunked, chunked", 400, .invalidTransferEncoding),
        .post("Transfer-Encoding: chunked, identity", 400, .invalidTransferEncoding),
        .post("Transfer-Encoding:", 400, .invalidTransferEncoding),
        .post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", 400, .repeatedTransferEncoding),
        .post("Transfer-Encoding: chunked\r\ntransfer-encoding: identity", 400, .repeatedTransferEncoding),
        .post("Transfer-Encoding: chunked,", 400, .invalidTransferEncoding),
        .post("Transfer-Encoding: ,chunked", 400, .invalidTransferEncoding),
        .post("Transfer-Encoding: chunked;q=1", 400, .invalidTransferEncoding),
        .post("Transfer-Encoding: \"chunked\"", 400, .invalidTransferEncoding),
        .post("Transfer-Encoding:\tchunked", 400, .invalidTransferEncoding),
        .post("Transfer-Encoding: chunked\t", 400, .invalidTransferEncoding),
        .post("Transfer-Encoding: \u{0B}chunked", 400, .invalidFieldValue(byte: 0x0B)),
        .post("Transfer-Encoding: chunked\u{0C}", 400, .invalidFieldValue(byte: 0x0C)),
        .post("Transfer-Encoding: chunked\u{0}", 400, .invalidFieldValue(byte: 0)),
        .post("Transfer-Encoding: chun\u{212A}ed", 400, .invalidTransferEncoding),
        .post("Transfer-Encoding:\r\n chunked", 400, .invalidTransferEncoding),
        .post("Transfer-Encoding: chunked\r\n , gzip", 400, .obsoleteLineFolding),
        .post("Transfer-Encoding : chunked", 400, .whitespaceBeforeColon),
        Row("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, .transferEncodingInHTTP10),
    ])
    func refusesTransferEncoding(_ row: Row) { check(row) }

    @Test(arguments: [
        Row.post("X : 1", 400, .whitespaceBeforeColon),
        .post("X\t: 1", 400, .whitespaceBeforeColon),
        .post("X: 1\r\n 2", 400, .obsoleteLineFolding),
        .post("X: 1\r\n\t2", 400, .obsoleteLineFolding),
        Row("GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400, .whitespaceBeforeFirstField),
        Row("GET / HTTP/1.1\r\n \r\nHost: a\r\n\r\n", 400, .whitespaceBeforeFirstField),
        Row("GET / HTTP/1.1\nHost: a\n\n", 400, .bareLineFeed),
        Row("GET / HTTP/1.1\r\nHost: a\n\r\n", 400, .bareLineFeed),
        Row("GET / HTTP/1.1\r\nHost: a\r\n\n", 400, .bareLineFeed),
        Row("\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400, .bareLineFeed),
        Row("GET / HTTP/1.1\rHost: a\r\n\r\n", 400, .bareCarriageReturn),
        Row("\rGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400, .bareCarriageReturn),
        .post("X: 1\r2", 400, .bareCarriageReturn),
        .post("X: 1\r", 400, .bareCarriageReturn),
        Row("GET / HTTP/1.1\r\nHost: a\r\n\rX", 400, .bareCarriageReturn),
        .post("X: \u{0}", 400, .invalidFieldValue(byte: 0)),
        .post("X: a\u{1}b", 400, .invalidFieldValue(byte: 1)),
        .post("X: \u{1B}", 400, .invalidFieldValue(byte: 0x1B)),
        .post("X: \u{7F}", 400, .invalidFieldValue(byte: 0x7F)),
        .post(": 1", 400, .invalidFieldName(byte: 0x3A)),
        .post("X(: 1", 400, .invalidFieldName(byte: 0x28)),
        .post("X/Y: 1", 400, .invalidFieldName(byte: 0x2F)),
        .post("X\u{0}: 1", 400, .invalidFieldName(byte: 0)),
        .post("Ä: 1", 400, .invalidFieldName(byte: 0xC3)),
        .post("no colon", 400, .whitespaceBeforeColon),
        .post("nocolon", 400, .missingColon),
        Row("\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", 400, .tooManyEmptyLines(limit: 2)),
    ])
    func refusesLines(_ row: Row) { check(row) }

    @Test(arguments: [
        Row("GET / HTTP/1.1\r\n\r\n", 400, .missingHost),
        Row("GET http://a/ HTTP/1.1\r\n\r\n", 400, .missingHost),
        .host("Host: a\r\nHost: b", .repeatedHost),
        .host("Host: a\r\nhost: a", .repeatedHost),
        .host("Host: a/b", .invalidHost),
        .host("Host: u@a", .invalidHost),
        .host("Host: a, b", .invalidHost),
        .host("Host: a,b", .invalidHost),
        .host("Host: a b", .invalidHost),
        .host("Host: a:b", .invalidHost),
        .host("Host: a:1:2", .invalidHost),
        .host("Host: a:65536", .invalidHost),
        .host("Host: :80", .invalidHost),
        .host("Host: [::1", .invalidHost),
        .host("Host: [::1]x", .invalidHost),
        .host("Host: [fe80::1%25eth0]", .invalidHost),
        .host("Host: a%0", .invalidHost),
        .host("Host: ä", .invalidHost),
        .host("Host: http://a", .invalidHost),
        Row("GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n", 400, .repeatedHost),
        Row("GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400, .invalidHost),
        Row("GET http:///x HTTP/1.1\r\nHost: a\r\n\r\n", 400, .invalidHost),
        Row("GET http://b/ HTTP/1.1\r\nHost: a b\r\n\r\n", 400, .invalidHost),
    ])
    func refusesHost(_ row: Row) { check(row) }

    @Test(arguments: [
        Row.target("/a#b", .invalidTargetByte(0x23)),
        .target("/a b", .invalidVersion),
        .target("/a\tb", .invalidTargetByte(9)),
        .target("/a\u{1}", .invalidTargetByte(1)),
        .target("/a\u{7F}", .invalidTargetByte(0x7F)),
        .target("/ä", .invalidTargetByte(0xC3)),
        .target("/a\\b", .invalidTargetByte(0x5C)),
        .target("/?a\\b", .invalidTargetByte(0x5C)),
        .target("/a\"b", .invalidTargetByte(0x22)),
        .target("/a[b", .invalidTargetByte(0x5B)),
        .target("/%00", .escapedControlInPath),
        .target("/%0d%0aX:1", .escapedControlInPath),
        .target("/%7f", .escapedControlInPath),
        .target("/%", .invalidPercentEscape(offset: 1)),
        .target("/%2", .invalidPercentEscape(offset: 1)),
        .target("/%zz", .invalidPercentEscape(offset: 1)),
        .target("/?a=%4", .invalidPercentEscape(offset: 2)),
        .target("/a/../b", .dotSegmentInPath),
        .target("/..", .dotSegmentInPath),
        .target("/./a", .dotSegmentInPath),
        .target("/a/.", .dotSegmentInPath),
        .target("/%2e%2E/a", .dotSegmentInPath),
        .target("/.%2e", .dotSegmentInPath),
        .target("a", .invalidTargetForm),
        .target("a:80", .invalidTargetForm),
        .target("ftp://a/", .invalidTargetForm),
        .target("http:/a", .invalidTargetForm),
        .target("http://", .invalidHost),
        .target("*", .invalidTargetForm),
        .target("**", .invalidTargetForm),
        .target("?a", .invalidTargetForm),
        .target("/" + String(repeating: "a", count: 8192), .targetTooLong(limit: 8192), 414),
        Row("OPTIONS *x HTTP/1.1\r\nHost: a\r\n\r\n", 400, .invalidTargetForm),
        Row("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n", 501, .refusedMethod("CONNECT")),
        Row("TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 501, .refusedMethod("TRACE")),
        Row(String(repeating: "A", count: 33) + " / HTTP/1.1\r\nHost: a\r\n\r\n", 501, .methodTooLong(limit: 32)),
        Row("G(T / HTTP/1.1\r\nHost: a\r\n\r\n", 400, .invalidMethod(byte: 0x28)),
        Row(bytes: [0x16, 0x03, 0x01, 0x02, 0x00], 400, .invalidMethod(byte: 0x16)),
    ])
    func refusesMethodsAndTargets(_ row: Row) { check(row) }

    @Test(arguments: [
        Row("GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505, .unsupportedVersion(major: 2, minor: 0)),
        Row("GET / HTTP/9.9\r\nHost: a\r\n\r\n", 505, .unsupportedVersion(major: 9, minor: 9)),
        Row("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505, .unsupportedVersion(major: 2, minor: 0)),
        Row("GET / http/1.1\r\nHost: a\r\n\r\n", 400, .invalidVersion),
        Row("GET / HTTP/1\r\nHost: a\r\n\r\n", 400, .invalidVersion),
        Row("GET / HTTP/01.1\r\nHost: a\r\n\r\n", 400, .invalidVersion),
        Row("GET / HTTP/1.10\r\nHost: a\r\n\r\n", 400, .invalidVersion),
        Row("GET / HTTP/1.1 x\r\nHost: a\r\n\r\n", 400, .invalidVersion),
        Row("GET / HTTP/1.1 \r\nHost: a\r\n\r\n", 400, .invalidVersion),
        Row("GET / HTTP/0.9\r\nHost: a\r\n\r\n", 400, .invalidVersion),
        Row("GET / HTTP/\r\nHost: a\r\n\r\n", 400, .invalidVersion),
        Row("GET / \r\nHost: a\r\n\r\n", 400, .invalidVersion),
        Row("GET /\r\n", 400, .invalidTargetByte(0x0D)),
        Row("GET\r\n\r\n", 400, .invalidMethod(byte: 0x0D)),
        Row("GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400, .invalidTargetByte(0x20)),
        Row("GET /  HTTP/1.1\r\nHost: a\r\n\r\n", 400, .invalidVersion),
        Row("GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", 400, .invalidMethod(byte: 9)),
        Row("GET /\tHTTP/1.1\r\nHost: a\r\n\r\n", 400, .invalidTargetByte(9)),
        Row(" GET / HTTP/1.1\r\nHost: a\r\n\r\n", 400, .invalidMethod(byte: 0x20)),
    ])
    func refusesRequestLines(_ row: Row) { check(row) }

    @Test(arguments: [
        Row.chunks("0x5\r\nhello\r\n0\r\n\r\n", .invalidChunkSize),
        .chunks("+5\r\nhello\r\n0\r\n\r\n", .invalidChunkSize),
        .chunks("-1\r\nhello\r\n0\r\n\r\n", .invalidChunkSize),
        .chunks(" 5\r\nhello\r\n0\r\n\r\n", .invalidChunkSize),
        .chunks("5 \r\nhello\r\n0\r\n\r\n", .invalidChunkSize),
        .chunks("5\t\r\nhello\r\n0\r\n\r\n", .invalidChunkSize),
        .chunks("5 ;a\r\nhello\r\n0\r\n\r\n", .invalidChunkSize),
        .chunks("1_0\r\nhello\r\n0\r\n\r\n", .invalidChunkSize),
        .chunks("\r\nhello\r\n0\r\n\r\n", .invalidChunkSize),
        .chunks(";\r\nhello\r\n0\r\n\r\n", .invalidChunkSize),
        .chunks("5;\r\nhello\r\n0\r\n\r\n", .invalidChunkExtension),
        .chunks("5;a=\r\nhello\r\n0\r\n\r\n", .invalidChunkExtension),
        .chunks("5;a=\"b\r\nhello\r\n0\r\n\r\n", .invalidChunkExtension),
        .chunks("5;a\nhello\r\n0\r\n\r\n", .bareLineFeed),
        .chunks("5;a=\"\n\"\r\nhello\r\n0\r\n\r\n", .bareLineFeed),
        .chunks("5;a\rX", .bareCarriageReturn),
        .chunks("00000000000000005\r\nhello\r\n0\r\n\r\n", .chunkSizeOverflow),
        .chunks("ffffffffffffffff\r\n", .chunkSizeOverflow),
        .chunks("10000000000000005\r\nhello", .chunkSizeOverflow),
        .chunks("7fffffffffffffff\r\n", .bodyTooLarge(limit: 33_554_432), 413),
        .chunks("5\r\nhelloX\r\n0\r\n\r\n", .missingChunkTerminator),
        .chunks("5\r\nhello\n0\r\n\r\n", .missingChunkTerminator),
        .chunks("5\r\nhello\r0\r\n\r\n", .missingChunkTerminator),
        .chunks("5\r\nhello0\r\n\r\n", .missingChunkTerminator),
        .chunks("5\nhello\r\n0\r\n\r\n", .bareLineFeed),
        .chunks("5\rhello\r\n0\r\n\r\n", .bareCarriageReturn),
        .chunks("0\r\n\n", .bareLineFeed),
        .chunks("0\r\nX : 1\r\n\r\n", .whitespaceBeforeColon),
        .chunks("0\r\nX: \u{1}\r\n\r\n", .invalidFieldValue(byte: 1)),
        .chunks("0\r\n X: 1\r\n\r\n", .whitespaceBeforeFirstField),
        .chunks("0\r\nX: 1\r\n 2\r\n\r\n", .obsoleteLineFolding),
    ])
    func refusesChunks(_ row: Row) { check(row) }

    @Test(arguments: [
        ("GET / HT", HTTPError.incompleteHead),
        ("G", .incompleteHead),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhell", .incompleteBody),
        ("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n", .incompleteBody),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhell", .incompleteBody),
        ("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n", .incompleteBody),
    ])
    func refusesMessagesCutShort(text: String, error: HTTPError) {
        for pieces in deliveries(of: Array(text.utf8)) {
            #expect(Transcript(pieces).error == error)
            #expect(Transcript(pieces).error?.status == .badRequest)
            #expect(!Transcript(pieces).lines.contains("end"))
        }
    }

    @Test func throwsTheSameForEver() {
        var decoder = RequestDecoder()
        decoder.append(Array("GET / HTTP/3.0\r\n".utf8))
        for _ in 0..<3 {
            #expect(throws: HTTPError.unsupportedVersion(major: 3, minor: 0)) { try decoder.next() }
            decoder.append(Array("GET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
        }
        #expect(throws: HTTPError.unsupportedVersion(major: 3, minor: 0)) { try decoder.finish() }
    }

    @Test func everyReasonIsASentenceWithoutControls() {
        for error in [HTTPError.invalidTargetByte(0), .invalidFieldName(byte: 10), .invalidMethod(byte: 0xFF)] {
            #expect(!error.reason.isEmpty)
            #expect(error.reason.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F })
        }
    }
}
