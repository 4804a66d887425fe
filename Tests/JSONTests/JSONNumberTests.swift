import JSON
import Testing

@Suite struct JSONNumberTests {
    @Test(
        arguments: [
            ("7", 7), ("1.0", 1), ("1e2", 100), ("-0", 0), ("9223372036854775807", Int.max), ("1.5", nil),
            ("1e400", nil), ("9223372036854775808", nil), ("0.1e1", 1),
        ] as [(String, Int?)])
    func readsAsAnInteger(text: String, value: Int?) throws {
        #expect(try JSON(parsing: text).int == value)
    }

    @Test(arguments: [("0.8", 0.8), ("1e400", nil), ("-2", -2)] as [(String, Double?)])
    func readsAsADouble(text: String, value: Double?) throws {
        #expect(try JSON(parsing: text).double == value)
    }

    @Test func isSpeltAsShortAsItReadsBack() {
        #expect(JSON.number(0.1).description == "0.1")
        #expect(JSON.number(2.0).description == "2")
        #expect(JSON.number(-1e-7).description == "-1e-07")
        #expect(JSON.number(Double.infinity) == .null)
    }
}
