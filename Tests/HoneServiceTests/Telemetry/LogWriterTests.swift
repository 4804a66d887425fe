import Glibc
import Testing

@testable import HoneService

@Suite(.timeLimit(.minutes(1))) struct LogWriterTests {
    private static func pipe() -> (read: Int32, write: Int32) {
        var ends: [Int32] = [0, 0]
        precondition(Glibc.pipe(&ends) == 0)
        return (ends[0], ends[1])
    }

    private static func next(_ descriptor: Int32) -> String {
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    @Test func writesLinesInOrder() async {
        let (read, write) = Self.pipe()
        let writer = LogWriter(to: write)
        for number in 0..<100 { writer.add(Array("\(number)\n".utf8)) }
        await writer.flush()
        #expect(Self.next(read) == (0..<100).map { "\($0)\n" }.joined())
        close(read)
        close(write)
    }

    @Test func dropsLinesThatNobodyReadsAndSaysHowMany() async {
        let (read, write) = Self.pipe()
        let line = Array((String(repeating: "x", count: 1_023) + "\n").utf8)
        let writer = LogWriter(to: write, maxBytes: 4 * line.count)
        // More than the pipe holds: who logs does not wait.
        for _ in 0..<200 { writer.add(line) }
        var text = ""
        while !text.contains("log lines dropped") { text += Self.next(read) }
        await writer.flush()
        #expect(text.split(separator: "\n").filter { $0.hasPrefix("x") }.count < 100)
        close(read)
        close(write)
    }
}
