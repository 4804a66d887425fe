import Testing

@testable import hone_bench

struct ResponseReaderTests {
    /// Reads `text` in pieces of `size` bytes.
    private func read(_ text: String, size: Int, _ reader: inout ResponseReader) -> (
        progress: ResponseReader.Progress, body: String
    ) {
        var body: [UInt8] = []
        var progress = ResponseReader.Progress.unfinished
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty, progress == .unfinished {
            progress = Array(rest.prefix(size)).withUnsafeBytes { reader.read($0) { body += $0 } }
            rest = rest.dropFirst(size)
        }
        return (progress, String(decoding: body, as: UTF8.self))
    }

    @Test(arguments: [1, 2, 7, 1000])
    func readsBodiesWithLengthAndInChunks(size: Int) {
        var reader = ResponseReader()
        let plain = read("HTTP/1.1 200 OK\r\nContent-LENGTH: 5\r\n\r\nhello", size: size, &reader)
        #expect(plain == (.finished, "hello"))
        #expect(reader.status == 200)
        #expect(!reader.closes)
        reader.reset()
        let chunked = read(
            "HTTP/1.1 503 No\r\ntransfer-encoding: chunked\r\nConnection: close\r\n\r\n5\r\nhello\r\nA\r\n0123456789"
                + "\r\n0\r\nTrailer: yes\r\n\r\n", size: size, &reader)
        #expect(chunked == (.finished, "hello0123456789"))
        #expect(reader.status == 503)
        #expect(reader.closes)
    }

    @Test func endsWithTheConnectionWhereNothingElseSaysSo() {
        var reader = ResponseReader()
        #expect(reader.isIdle)
        #expect(read("HTTP/1.1 200 OK\r\n\r\nhello", size: 4, &reader) == (.unfinished, "hello"))
        #expect(reader.closes)
        #expect(reader.closed() == .finished)
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhello",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhe",
        "HTTP/1.1 2",
    ])
    func saysWhereTheConnectionBroke(text: String) {
        var reader = ResponseReader()
        #expect(read(text, size: 100, &reader).progress == .unfinished)
        #expect(reader.closed() == .broken("closed within the answer"))
    }

    @Test(arguments: [
        ("SMTP ready and waiting\r\n\r\n", "no HTTP"),
        ("HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n", "malformed length"),
        ("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nab", "surplus bytes"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "malformed chunk"),
    ])
    func refusesWhatIsNoAnswer(text: String, reason: String) {
        var reader = ResponseReader()
        #expect(read(text, size: 1000, &reader).progress == .broken(reason))
    }
}
