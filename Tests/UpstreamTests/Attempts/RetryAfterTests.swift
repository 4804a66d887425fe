import HTTPTypes
import Testing

@testable import Upstream

@Suite struct RetryAfterTests {

    @Test(
        arguments: [
            ([.retryAfter: "3"], .seconds(3)), ([.retryAfter: "0"], .zero), ([.retryAfter: "0.25"], .milliseconds(250)),
            ([.retryAfterMilliseconds: "1500", .retryAfter: "9"], .milliseconds(1_500)),
            // 784111777 is the date of the standard's example.
            ([.retryAfter: "Sun, 06 Nov 1994 08:49:47 GMT"], .seconds(10)),
            ([.retryAfter: "Sun, 06 Nov 1994 08:49:00 GMT"], .zero),
            (
                [.retryAfter: "Sun, 06 Nov 1994 08:49:47 GMT", .date: "Sun, 06 Nov 1994 08:49:27 GMT"], .seconds(20)
            ),
            ([:], nil), ([.retryAfter: "-1"], nil), ([.retryAfter: "soon"], nil), ([.retryAfter: "nan"], nil),
        ] as [(HTTPFields, Duration?)])
    func pausesAreSecondsMillisecondsOrDates(fields: HTTPFields, pause: Duration?) {
        #expect(fields.retryPause(at: 784_111_777) == pause)
    }

    @Test(arguments: ["1e300", "99999999999999999999", "inf"]) func noPauseOverflows(text: String) {
        let pause = HTTPFields([.init(name: .retryAfter, value: text)]).retryPause(at: 0)
        #expect(pause == .seconds(365 * 86_400))
    }

    @Test func clientsAreToldInSeconds() {
        #expect(HTTPFields([.init(name: .retryAfter, value: "x")]).retryAfterSeconds == "x")
        #expect(HTTPFields([.init(name: .retryAfterMilliseconds, value: "1001")]).retryAfterSeconds == "2")
        #expect(HTTPFields().retryAfterSeconds == nil)
    }
}
