import HTTPTypes
import Testing

@testable import CurlClient

@Suite struct ResponseHeadAssemblerTests {
    /// The head in `lines` and how many lines it took.
    private func assemble(_ lines: [String], limit: Int = 1000) throws(CurlError) -> (head: ReceivedHead, lines: Int)? {
        var assembler = ResponseHeadAssembler(limit: limit)
        for (index, line) in lines.enumerated() {
            let head = try withBytes(line + "\r\n") { bytes throws(CurlError) in try assembler.append(bytes) }
            if let head { return (head, index + 1) }
        }
        return nil
    }

    @Test func endsWithTheEmptyLine() throws {
        let (head, lines) = try #require(try assemble(["HTTP/1.1 200 OK", "Content-Type: a/b", "X:y", "", "Late: 1"]))
        #expect(head.status == .ok)
        #expect(head.fields[.contentType] == "a/b")
        #expect(head.fields.count == 2)
        #expect(lines == 4)
    }

    @Test func skipsInformationalHeads() throws {
        let head = try #require(
            try assemble([
                "HTTP/1.1 100 Continue", "A: 1", "", "HTTP/1.1 103", "B: 2", "", "HTTP/1.1 404 No", "C: 3", "",
            ]))
        #expect(head.head.status == .notFound)
        #expect(head.head.fields.map(\.name.rawName) == ["C"])
    }

    @Test func ignoresTrailers() throws {
        var assembler = ResponseHeadAssembler(limit: 1000)
        for line in ["HTTP/1.1 200 OK\r\n", "\r\n", "Checksum: 1\r\n", "\r\n"] {
            _ = try withBytes(line) { bytes throws(CurlError) in try assembler.append(bytes) }
        }
    }

    @Test func refusesTwoLengths() throws {
        let lines = { (second: String) in ["HTTP/1.1 200 OK", "Content-Length: 5", "Content-Length: \(second)", ""] }
        #expect(throws: CurlError.malformedResponse(.framing)) { try assemble(lines("6")) }
        #expect(try assemble(lines("5"))?.lines == 4)
    }

    @Test func joinsFoldedLines() throws {
        let head = try #require(try assemble(["HTTP/1.1 200 OK", "X: a", "  b \t", "\tc", ""]))
        #expect(head.head.fields[try #require(HTTPField.Name("X"))] == "a b c")
    }

    @Test func keepsObsText() throws {
        var assembler = ResponseHeadAssembler(limit: 1000)
        var head: ReceivedHead?
        for line: [UInt8] in [
            Array("HTTP/1.1 200 OK\r\n".utf8), Array("X: ".utf8) + [0xFF, 0x0D, 0x0A], [0x0D, 0x0A],
        ] {
            head = try line.withUnsafeBytes { bytes throws(CurlError) in try assembler.append(bytes) }
        }
        let value = head?.fields.first?.withUnsafeBytesOfValue { Array($0) }
        #expect(value == [0xFF])
    }

    @Test func limitIsInclusive() throws {
        let lines = ["HTTP/1.1 200 OK", "X: 123", ""]
        let size = lines.reduce(0) { $0 + $1.utf8.count + 2 }
        #expect(try assemble(lines, limit: size) != nil)
        #expect(throws: CurlError.headTooLarge(limit: size - 1)) { try assemble(lines, limit: size - 1) }
    }

    @Test(arguments: [
        ("HTTP/2 200", CurlError.Malformed.statusLine), ("HTTP/1.1 20", .statusLine), ("HTTP/1.1 099 x", .statusLine),
        ("HTTP/1.1 2x0 x", .statusLine), ("ICY 200 OK", .statusLine), ("", .statusLine),
    ])
    func refusesStatusLine(line: String, what: CurlError.Malformed) {
        #expect(throws: CurlError.malformedResponse(what)) { try assemble([line, ""]) }
    }

    @Test(arguments: ["no colon", "bad name: 1", ": 1", " folded first", "X: a\u{0}b", "X: a\u{1}"])
    func refusesFieldLine(line: String) {
        #expect(throws: CurlError.malformedResponse(.fieldLine)) { try assemble(["HTTP/1.1 200 OK", line, ""]) }
    }

    @Test func refusesAnUpgradeNobodyAskedFor() {
        #expect(throws: CurlError.malformedResponse(.unexpectedUpgrade)) {
            try assemble(["HTTP/1.1 101 Switching", ""])
        }
    }
}
