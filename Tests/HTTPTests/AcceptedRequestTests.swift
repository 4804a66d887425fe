import HTTP
import HTTPTypes
import Testing

/// The rows of the bad-input matrix that look bad and are not, and what a good request says.
struct AcceptedRequestTests {
    @Test(arguments: [
        (
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 007\r\n\r\n1234567",
            "POST / http11 length(7) host=a content-length=007 | body 1234567 | end"
        ),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: \t 5\t \r\n\r\n12345",
            "POST / http11 length(5) host=a content-length=5 | body 12345 | end"
        ),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
            "POST / http11 length(0) host=a content-length=0 | end"
        ),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
            "POST / http11 chunked host=a transfer-encoding=Chunked | body hello | end"
        ),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5;a;b=c; d = \"e\\\"\";f\r\nhello\r\n0A\r\n0123456789\r\n000;z\r\n\r\n",
            "POST / http11 chunked host=a transfer-encoding=chunked | body hello0123456789 | end"
        ),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "1\r\nx\r\n0\r\nContent-Length: 99\r\nTransfer-Encoding: gzip\r\nHost: b\r\n\r\n",
            "POST / http11 chunked host=a transfer-encoding=chunked | body x | end"
        ),
        ("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / http11 none host=a | end"),
        ("GET / HTTP/1.0\r\n\r\n", "GET / http10 none closes | end"),
        ("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", "GET / http10 none closes connection=keep-alive | end"),
        ("GET / HTTP/1.2\r\nHost: a\r\n\r\n", "GET / http11 none host=a | end"),
        ("GET / HTTP/1.1\r\nHost:\r\n\r\n", "GET / http11 none host= | end"),
        ("GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", "GET / http11 none host=[::1]:80 | end"),
        ("GET / HTTP/1.1\r\nHost: a.b:65535\r\n\r\n", "GET / http11 none host=a.b:65535 | end"),
        ("GET / HTTP/1.1\r\nHost: a:\r\n\r\n", "GET / http11 none host=a: | end"),
        ("GET http://b:1/c?d HTTP/1.1\r\nHost: a\r\n\r\n", "GET /c?d http11 none host=a | end"),
        ("GET HTTPS://[::1]?d HTTP/1.1\r\nHost: a\r\n\r\n", "GET /?d http11 none host=a | end"),
        ("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", "OPTIONS * http11 none host=a | end"),
        (
            "GET /a%20b/.c/..d/...?e=%0d%0a HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET /a%20b/.c/..d/...?e=%0d%0a http11 none host=a | end"
        ),
        ("GET /?a[]={b|c}^`? HTTP/1.1\r\nHost: a\r\n\r\n", "GET /?a[]={b|c}^`? http11 none host=a | end"),
        ("GET // HTTP/1.1\r\nHost: a\r\n\r\n", "GET // http11 none host=a | end"),
        ("GET /? HTTP/1.1\r\nHost: a\r\n\r\n", "GET /? http11 none host=a | end"),
        ("BREW / HTTP/1.1\r\nHost: a\r\n\r\n", "BREW / http11 none refused unknownMethod(\"BREW\") host=a | end"),
        ("get / HTTP/1.1\r\nHost: a\r\n\r\n", "get / http11 none refused unknownMethod(\"get\") host=a | end"),
        (
            "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 1\r\n\r\nx",
            "POST / http11 length(1) expects host=a expect=100-Continue content-length=1 | body x | end"
        ),
        (
            "GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n",
            "GET / http11 none host=a expect=100-continue | end"
        ),
        (
            "POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\nx",
            "POST / http10 length(1) closes expect=100-continue content-length=1 | body x | end"
        ),
        (
            "GET / HTTP/1.1\r\nHost: a\r\nExpect: 200-ok\r\n\r\n",
            "GET / http11 none refused unmetExpectation host=a expect=200-ok | end"
        ),
        (
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: x , Close\r\n\r\n",
            "GET / http11 none closes host=a connection=x , Close | end"
        ),
        (
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n\r\n",
            "GET / http11 none host=a connection=Upgrade, HTTP2-Settings upgrade=h2c | end"
        ),
        ("GET / HTTP/1.1\r\nHost: a\r\nX-Empty:\r\nx: \t\r\n\r\n", "GET / http11 none host=a x-empty= x= | end"),
        ("", ""),
        ("\r\n", ""),
    ])
    func accepts(text: String, transcript: String) {
        for pieces in deliveries(of: Array(text.utf8)) {
            #expect(Transcript(pieces).description == transcript)
        }
    }

    @Test func keepsObsoleteTextBytes() throws {
        let bytes = Array("GET / HTTP/1.1\r\nHost: a\r\nX: ".utf8) + [0xFF, 0x80, 0x09, 0xE9] + Array("\r\n\r\n".utf8)
        for pieces in deliveries(of: bytes) {
            let head = try #require(Transcript(pieces).heads.first)
            let field = try #require(head.fields.last)
            #expect(field.withUnsafeBytesOfValue { Array($0) } == [0xFF, 0x80, 0x09, 0xE9])
        }
    }

    @Test func keepsRepeatedFieldsApartAndInOrder() throws {
        let head = try #require(
            Transcript("GET / HTTP/1.1\r\nX: 1\r\nHost: a\r\nx: 2\r\nCookie: a=b; c=d\r\n\r\n").heads.first)
        #expect(head.fields[values: HTTPField.Name("x")!] == ["1", "2"])
        #expect(head.fields[values: .cookie] == ["a=b; c=d"])
        #expect(head.fields.count == 4)
    }

    @Test func tellsTheFormOfTheTarget() throws {
        func form(_ text: String) throws -> RequestTarget.Form {
            try #require(Transcript(text).heads.first).target.form
        }
        #expect(try form("GET /x HTTP/1.1\r\nHost: a\r\n\r\n") == .origin)
        #expect(try form("GET http://B:80/x HTTP/1.1\r\nHost: a\r\n\r\n") == .absolute(authority: "B:80"))
        #expect(try form("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n") == .asterisk)
    }

    @Test func refusalsThatKeepTheConnectionSaySo() {
        #expect(HTTPError.unknownMethod("BREW").status == .notImplemented)
        #expect(!HTTPError.unknownMethod("BREW").endsConnection)
        #expect(HTTPError.unmetExpectation.status == .expectationFailed)
        #expect(!HTTPError.unmetExpectation.endsConnection)
    }
}
