import HTTP
import Testing

/// The rules of WHATWG HTML §9.2.6, each for every way of cutting the stream.
struct SSEParserTests {
    private func events(_ pieces: [[UInt8]], maxEventBytes: Int = 1000) throws(HTTPError) -> [SSEEvent] {
        var parser = SSEParser(maxEventBytes: maxEventBytes)
        var events: [SSEEvent] = []
        for piece in pieces {
            parser.append(piece)
            while let event = try parser.next() { events.append(event) }
        }
        return events
    }

    private static func message(_ data: String, event: String? = nil, id: String? = nil, retry: Int? = nil) -> SSEEvent
    {
        SSEEvent(event: event, data: Array(data.utf8), id: id, retry: retry)
    }

    @Test(arguments: [
        ("data: a\n\n", [message("a")]),
        ("data: a\r\n\r\ndata: b\r\n\r\n", [message("a"), message("b")]),
        ("data: a\r\rdata: b\r\r", [message("a"), message("b")]),
        ("data: a\r\n\rdata: b\n\r\n", [message("a"), message("b")]),
        ("data:a\ndata: b\ndata:  c\n\n", [message("a\nb\n c")]),
        ("data\n\n", [message("")]),
        ("data\ndata\n\n", [message("\n")]),
        ("data:\n\n", [message("")]),
        ("data: a:b\n\n", [message("a:b")]),
        (": ping\n\n:\ndata: a\n: in between\ndata: b\n\n", [message("a\nb")]),
        (
            "event: x\nid: 7\nretry: 250\ndata: a\n\ndata: b\n\n",
            [
                message("a", event: "x", id: "7", retry: 250), message("b"),
            ]
        ),
        ("event: x\n\ndata: a\n\n", [message("a")]),
        ("event:\ndata: a\n\n", [message("a")]),
        ("id\ndata: a\n\n", [message("a", id: "")]),
        ("id: 1\u{0}2\ndata: a\n\n", [message("a")]),
        ("retry: 1x\nretry:\nretry: 99999999999999999999\ndata: a\n\n", [message("a")]),
        ("unknown: 1\nDATA: no\n data: no\ndata : no\ndata: a\n\n", [message("a")]),
        ("\u{FEFF}data: a\n\n", [message("a")]),
        ("\u{FEFF}\u{FEFF}data: a\n\ndata: b\n\n", [message("b")]),
        ("\n\n\r\n\r\rdata: a\n\n\n", [message("a")]),
        ("data: a\n", []),
        ("data: a\n\ndata: incomplete", [message("a")]),
        ("data: {\"x\":\"ä€😀\"}\n\ndata: [DONE]\n\n", [message("{\"x\":\"ä€😀\"}"), message("[DONE]")]),
        ("", []),
    ])
    func parses(stream: String, expected: [SSEEvent]) throws {
        for pieces in deliveries(of: Array(stream.utf8)) {
            #expect(try events(pieces) == expected)
        }
    }

    @Test func givesAnEventWithTheReturnThatEndsIt() throws {
        var parser = SSEParser()
        parser.append(Array("data: a\r\n\r".utf8))
        #expect(try parser.next()?.text == "a")
        parser.append(Array("\n".utf8))
        #expect(try parser.next() == nil)
        parser.append(Array("data: b\r\r".utf8))
        #expect(try parser.next()?.text == "b")
    }

    @Test func keepsTheLastIdOfTheStream() throws {
        var parser = SSEParser()
        #expect(parser.lastEventID == "")
        parser.append(Array("id: 1\ndata: a\n\nid: 2\n\ndata: b\n\n".utf8))
        #expect(try parser.next()?.id == "1")
        #expect(parser.lastEventID == "1")
        #expect(try parser.next()?.id == nil)
        #expect(parser.lastEventID == "2")
    }

    @Test func keepsInvalidUTF8InTheData() throws {
        let event = try events([Array("data: ".utf8) + [0xFF, 0x0A, 0x0A]]).first
        #expect(event?.data == [0xFF])
        #expect(event?.text == "\u{FFFD}")
    }

    @Test func boundsAnEvent() throws {
        let fits = Array("data: 12345\ndata: 6789\n\n".utf8)
        for pieces in deliveries(of: fits) {
            #expect(try events(pieces, maxEventBytes: 15).count == 1)
            #expect(throws: HTTPError.eventTooLarge(limit: 14)) { try events(pieces, maxEventBytes: 14) }
        }
        let comments = Array(String(repeating: ": 890\n", count: 50).utf8)
        for pieces in deliveries(of: comments) { #expect(try events(pieces, maxEventBytes: 5).isEmpty) }
    }
}
