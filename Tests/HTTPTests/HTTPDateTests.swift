import HTTP
import Testing

@Suite struct HTTPDateTests {
    @Test(arguments: [0, 951_782_400, 951_868_800, 784_111_777, 1_709_251_199, 4_107_542_400, 253_402_300_799])
    func whatIsWrittenIsRead(seconds: Int) {
        let text = String(decoding: HTTPDate.bytes(secondsSince1970: seconds), as: UTF8.self)
        #expect(HTTPDate.secondsSince1970(parsing: text) == seconds)
    }

    @Test func theStandardsExampleIsRead() {
        #expect(HTTPDate.secondsSince1970(parsing: "Sun, 06 Nov 1994 08:49:37 GMT") == 784_111_777)
    }

    @Test(arguments: [
        "", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "Sun, 06 Nov 1994 08:49:37 CET",
        "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:49 GMT", "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 06 Now 1994 08:49:37 GMT", "Sun, 06 Nov 1969 08:49:37 GMT", "Sun, ٠٦ Nov 1994 08:49:37 GMT",
    ])
    func nothingElseIs(text: String) {
        #expect(HTTPDate.secondsSince1970(parsing: text) == nil)
    }
}
