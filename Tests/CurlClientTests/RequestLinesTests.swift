import HTTPTypes
import Testing

@testable import CurlClient

@Suite struct RequestLinesTests {
    private let blanks = ["Accept:", "Content-Type:", "Expect:"]

    private func texts(_ fields: HTTPFields) throws -> [String] {
        let lines = try RequestLines(method: .get, fields: fields)
        let texts = lines.text.split(separator: 0).map { String(decoding: $0, as: UTF8.self) }
        #expect(texts.count == lines.count)
        return texts
    }

    @Test func silencesLibcurlsOwnFields() throws {
        #expect(try texts([:]) == blanks)
        #expect(try texts([.accept: "a/b", .contentType: "c/d"]) == ["Accept: a/b", "Content-Type: c/d", "Expect:"])
    }

    @Test func keepsOrderSpellingAndRepetition() throws {
        let name = try #require(HTTPField.Name("x-TWICE"))
        var fields: HTTPFields = [.authorization: "Bearer k"]
        fields.append(HTTPField(name: name, value: "1"))
        fields.append(HTTPField(name: name, value: "2"))
        #expect(try texts(fields) == ["Authorization: Bearer k", "x-TWICE: 1", "x-TWICE: 2"] + blanks)
    }

    @Test(arguments: [
        "Connection", "Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "Proxy-Authorization",
        "Proxy-Connection", "Host", "Content-Length", "Expect", "Accept-Encoding", "host",
    ])
    func dropsWhatBelongsToTheConnection(name: String) throws {
        let name = try #require(HTTPField.Name(name))
        #expect(try texts([name: "7"]) == blanks)
    }

    @Test func dropsWhatConnectionNames() throws {
        let named = try #require(HTTPField.Name("X-Hop"))
        #expect(try texts([.connection: "close, x-hop", named: "1", .cookie: "c"]) == ["Cookie: c"] + blanks)
    }

    @Test func writesAnEmptyValueAsLibcurlWantsIt() throws {
        #expect(try texts([.cookie: ""]) == ["Cookie;"] + blanks)
    }

    @Test func keepsObsText() throws {
        let line = try RequestLines.line(name: "X", value: [0xE9, 0xFF])
        #expect(line == Array("X: ".utf8) + [0xE9, 0xFF])
    }

    @Test(arguments: ["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\u{0}b", "a\u{7F}", "\u{1}"])
    func refusesControlBytesInValues(value: String) {
        #expect(throws: CurlError.invalidField(name: "X")) {
            try RequestLines.line(name: "X", value: Array(value.utf8))
        }
    }

    @Test(arguments: ["", "a b", "a:", "a\r\nX", "\u{E9}", ":path"])
    func refusesNamesThatAreNoTokens(name: String) {
        #expect(throws: CurlError.invalidField(name: name)) {
            try RequestLines.line(name: name, value: Array("v".utf8))
        }
    }

    @Test func refusesConnect() {
        #expect(throws: CurlError.invalidMethod("CONNECT")) { try RequestLines(method: .connect, fields: [:]) }
    }
}
