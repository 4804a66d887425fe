import HTTP
import HTTPTypes
import Testing

struct PipeliningTests {
    private let three =
        "POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"
        + "POST /2 HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\ndef\r\n0\r\n\r\n"
        + "\r\nGET /3 HTTP/1.1\r\nHost: a\r\n\r\n"

    @Test func answersPipelinedRequestsInOrder() {
        let expected = [
            "POST /1 http11 length(3) host=a content-length=3", "body abc", "end",
            "POST /2 http11 chunked host=a transfer-encoding=chunked", "body def", "end",
            "GET /3 http11 none host=a", "end",
        ]
        for pieces in deliveries(of: Array(three.utf8)) {
            #expect(Transcript(pieces).lines == expected)
        }
    }

    @Test func givesNothingOfTheNextRequestBeforeItIsAsked() throws {
        var decoder = RequestDecoder()
        decoder.append(Array("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/9.1\r\n".utf8))
        guard case .head = try decoder.next(), case .end = try decoder.next() else {
            Issue.record("the first request is complete")
            return
        }
        #expect(decoder.bufferedBytes == "GET /2 HTTP/9.1\r\n".utf8.count)
        #expect(throws: HTTPError.unsupportedVersion(major: 9, minor: 1)) { try decoder.next() }
    }

    @Test func parsesWhatFollowsContentLengthAsTheNextRequest() {
        let text = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nxgarbage\r\n"
        for pieces in deliveries(of: Array(text.utf8)) {
            let transcript = Transcript(pieces)
            #expect(transcript.lines.dropFirst().prefix(2) == ["body x", "end"])
            #expect(transcript.error == .invalidMethod(byte: 0x0D))
        }
    }

    @Test func isIdleOnlyBetweenRequests() throws {
        var decoder = RequestDecoder()
        #expect(decoder.isIdle)
        decoder.append(Array("\r\n".utf8))
        #expect(!decoder.isIdle)
        #expect(try decoder.next() == nil)
        #expect(decoder.isIdle)
        decoder.append(Array("G".utf8))
        #expect(try decoder.next() == nil)
        #expect(!decoder.isIdle)
        decoder.append(Array("ET / HTTP/1.1\r\nHost: a\r\n\r\n".utf8))
        #expect(try decoder.next() != nil)
        #expect(!decoder.isIdle)
        #expect(try decoder.next() != nil)
        #expect(decoder.isIdle)
        try decoder.finish()
    }
}
