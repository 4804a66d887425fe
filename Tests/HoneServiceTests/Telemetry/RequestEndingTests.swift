import HTTPServer
import HTTPTypes
import Testing

@testable import HoneService

struct RequestEndingTests {
    @Test(
        arguments: [
            (nil, .ok, 200, false), (nil, nil, nil, false),
            (ServerError.bodyTooLarge(limit: 1), nil, 413, false), (.handlerFailed, nil, 500, false),
            (.handlerFailed, .ok, 200, true), (.bodyTimedOut(after: .zero), .ok, 200, true),
            (.clientLeft, nil, nil, true), (.clientLeft, .ok, 200, true), (.alreadyAnswered, .ok, 200, true),
        ] as [(ServerError?, HTTPResponse.Status?, Int?, Bool)])
    func saysWhatTheClientSaw(
        error: ServerError?, sent: HTTPResponse.Status?, status: Int?, isCutOff: Bool
    ) {
        let ending = RequestEnding(error, after: sent)
        #expect(ending.status?.code == status)
        #expect(ending.isCutOff == isCutOff)
    }

    @Test func isCutOffWhenItsTaskIsCancelled() {
        let ending = RequestEnding(CancellationError(), after: nil)
        #expect(ending.status == nil && ending.isCutOff)
    }
}
