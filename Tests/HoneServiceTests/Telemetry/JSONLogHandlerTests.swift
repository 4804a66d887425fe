import JSON
import Logging
import Testing

@testable import HoneService

struct JSONLogHandlerTests {
    @Test func writesOneLineWithNumbersAsNumbers() throws {
        let line = JSONLogHandler.line(
            .warning, "request",
            ["status": .stringConvertible(200), "ms": .stringConvertible(1.5), "model": "a\nb", "list": ["x"]],
            at: WallClock())
        #expect(line.filter { $0 == UInt8(ascii: "\n") }.count == 1)
        let object = try #require(try JSON(parsing: line).object)
        #expect(object.members.map(\.name) == ["time", "level", "event", "list", "model", "ms", "status"])
        #expect(object["level"] == "warning")
        #expect(object["status"] == 200)
        #expect(object["ms"] == 1.5)
        #expect(object["model"] == "a\nb")
    }

    @Test func tellsTheTimeInUTC() throws {
        let text = WallClock().text
        #expect(text.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/) != nil)
    }
}
