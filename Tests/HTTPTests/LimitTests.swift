import HTTP
import HTTPTypes
import Testing

/// Each limit is met exactly and then passed by one.
struct LimitTests {
    private func outcomes(_ text: String, _ limits: HTTPLimits) -> Set<HTTPError?> {
        Set(deliveries(of: Array(text.utf8)).map { Transcript($0, limits: limits).error })
    }

    private func limits(_ change: (inout HTTPLimits) -> Void) -> HTTPLimits {
        var limits = HTTPLimits()
        change(&limits)
        return limits
    }

    @Test func boundsTheHead() {
        let text = "GET / HTTP/1.1\r\nHost: a\r\nX: 1234567890\r\n\r\n"
        let length = text.utf8.count
        #expect(outcomes(text, limits { $0.maxHeadBytes = length }) == [nil])
        #expect(outcomes(text, limits { $0.maxHeadBytes = length - 1 }) == [.headTooLarge(limit: length - 1)])
        #expect(HTTPError.headTooLarge(limit: 1).status.code == 431)
    }

    @Test func boundsTheDefaultHead() {
        let start = "GET / HTTP/1.1\r\nHost: a\r\nX: "
        let room = 32_768 - start.utf8.count - 4
        #expect(outcomes(start + String(repeating: "x", count: room) + "\r\n\r\n", HTTPLimits()) == [nil])
        #expect(
            outcomes(start + String(repeating: "x", count: room + 1) + "\r\n\r\n", HTTPLimits())
                == [.headTooLarge(limit: 32_768)])
    }

    @Test func boundsTheFields() {
        func text(_ count: Int) -> String {
            "GET / HTTP/1.1\r\nHost: a\r\n" + String(repeating: "X: 1\r\n", count: count - 1) + "\r\n"
        }
        #expect(outcomes(text(100), HTTPLimits()) == [nil])
        #expect(outcomes(text(101), HTTPLimits()) == [.tooManyFields(limit: 100)])
        #expect(HTTPError.tooManyFields(limit: 100).status.code == 431)
    }

    @Test func boundsTheTarget() {
        func text(_ count: Int) -> String {
            "GET /" + String(repeating: "a", count: count - 1) + " HTTP/1.1\r\nHost: a\r\n\r\n"
        }
        #expect(outcomes(text(8192), HTTPLimits()) == [nil])
        #expect(outcomes(text(8193), HTTPLimits()) == [.targetTooLong(limit: 8192)])
    }

    @Test func boundsTheMethod() {
        let text = "OPTIONS / HTTP/1.1\r\nHost: a\r\n\r\n"
        #expect(outcomes(text, limits { $0.maxMethodBytes = 7 }) == [nil])
        #expect(outcomes(text, limits { $0.maxMethodBytes = 6 }) == [.methodTooLong(limit: 6)])
    }

    @Test func boundsTheEmptyLines() {
        let text = "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"
        #expect(outcomes(text, limits { $0.maxLeadingEmptyLines = 1 }) == [nil])
        #expect(outcomes(text, limits { $0.maxLeadingEmptyLines = 0 }) == [.tooManyEmptyLines(limit: 0)])
    }

    @Test func boundsTheBody() {
        let announced = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"
        let chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n"
        for text in [announced, chunked] {
            #expect(outcomes(text, limits { $0.maxBodyBytes = 5 }) == [nil])
            #expect(outcomes(text, limits { $0.maxBodyBytes = 4 }) == [.bodyTooLarge(limit: 4)])
        }
    }

    @Test func refusesAnAnnouncedBodyBeforeReadingIt() {
        let transcript = Transcript(
            "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n", limits: limits { $0.maxBodyBytes = 4 },
            ends: false)
        #expect(transcript.error == .bodyTooLarge(limit: 4))
        #expect(transcript.heads.isEmpty)
    }

    @Test func boundsChunkExtensionsOfTheWholeBody() {
        let text =
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1;ab=c\r\nx\r\n1;d\r\ny\r\n0;e=\"f\"\r\n\r\n"
        #expect(outcomes(text, limits { $0.maxChunkExtensionBytes = 13 }) == [nil])
        #expect(
            outcomes(text, limits { $0.maxChunkExtensionBytes = 12 }) == [.chunkExtensionsTooLarge(limit: 12)])
        #expect(HTTPError.chunkExtensionsTooLarge(limit: 1).status.code == 400)
    }

    @Test func boundsTheTrailers() {
        let text = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: 1\r\nB: 2\r\n\r\n"
        #expect(outcomes(text, limits { $0.maxTrailerBytes = 14 }) == [nil])
        #expect(outcomes(text, limits { $0.maxTrailerBytes = 13 }) == [.trailerTooLarge(limit: 13)])
        #expect(outcomes(text, limits { $0.maxFields = 2 }) == [nil])
        let three = text.replacingLastCRLF(with: "C: 3\r\n\r\n")
        #expect(outcomes(three, limits { $0.maxFields = 2 }) == [.tooManyFields(limit: 2)])
        #expect(HTTPError.trailerTooLarge(limit: 1).status.code == 431)
    }
}

extension String {
    fileprivate func replacingLastCRLF(with text: String) -> String {
        String(decoding: utf8.dropLast(2), as: UTF8.self) + text
    }
}
