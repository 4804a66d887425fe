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

    @Test(arguments: [
        "0", "-0", "-0.0", "0e5", "1e22", "1e23", "9007199254740993", "18446744073709551615", "18446744073709551616",
        "-1.3862943649291992", "-0.00012339452863670886", "-1.1920928955078125e-07", "1e-27", "7e-28", "2.5e-400",
        "-3.4028234663852886e+38", "1.7976931348623157e308", "4.9e-324", "0.1000000000000000055511151231257827",
        "9007199254740992.5e-1", "4503599627370497.5", "4503599627370496.5", "1e100000000000000000000", "0e400",
        "1e-100000000000000000000", "00.1".dropFirst().description, "123456789012345678901234567890e-30",
    ])
    func readsTheNearestDouble(text: String) throws {
        let value = try JSON(parsing: text).double
        let expected = Double(text).flatMap { $0.isFinite ? $0 : nil }
        #expect(value?.bitPattern == expected?.bitPattern)
    }

    @Test func readsTheNearestDoubleOfWhateverComes() throws {
        var random = SystemRandomNumberGenerator()
        for round in 0..<100_000 {
            let digits = String(UInt64.random(in: 0...UInt64.max >> UInt64.random(in: 0...63, using: &random)))
            let value = Double(Float(bitPattern: UInt32.random(in: 0...0x7F7F_FFFF, using: &random)))
            let text =
                switch round % 5 {
                case 0: "-" + digits
                case 1: "0." + String(repeating: "0", count: Int.random(in: 0...12)) + digits
                case 2: digits + "e" + String(Int.random(in: -340...310))
                case 3: "-\(value)"
                default: "\(Double.random(in: -20...0))"
                }
            let expected = Double(text).flatMap { $0.isFinite ? $0 : nil }
            guard try JSON(parsing: text).double?.bitPattern == expected?.bitPattern else {
                Issue.record("\(text) is not \(String(describing: expected))")
                return
            }
        }
    }
}
