import HTTP
import HTTPTypes
import Testing

@testable import HTTPServer

/// The connection's logic without a socket: events in, bytes and actions out.
struct ConnectionStateMachineTests {
    private static let get = "GET / HTTP/1.1\r\nHost: h\r\n\r\n"
    private static let post = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n"
    private static let date = Array("now".utf8)

    private var machine: ConnectionStateMachine = {
        var limits = ServerLimits()
        limits.lookAheadBytes = 100
        limits.highWaterBytes = 1000
        limits.lowWaterBytes = 100
        limits.lingerBytes = 50
        return ConnectionStateMachine(limits: limits, timeouts: ServerTimeouts())
    }()

    private mutating func receive(_ text: String) {
        Array(text.utf8).withUnsafeBytes { machine.received($0) }
    }

    /// What the machine wants done now, in words.
    private mutating func actions() -> [String] {
        var words: [String] = []
        while let action = machine.next() {
            switch action {
            case .handle(let head, let number): words.append("handle \(number) \(head.target.path)")
            case .refuse(let error, _): words.append("refuse \(error.status.code)")
            case .cancelHandler: words.append("cancel")
            case .shutdownWriting: words.append("shutdown")
            case .close(let withReset): words.append(withReset ? "reset" : "close")
            }
        }
        return words
    }

    /// What was to be sent, as if the socket had taken it.
    private mutating func sent() -> String {
        let text = machine.output.withUnsentBytes { String(decoding: $0, as: UTF8.self) }
        machine.sent(machine.output.count)
        return text
    }

    private mutating func respond(_ number: Int, _ status: HTTPResponse.Status = .ok, _ body: String = "") throws {
        try machine.respond(number, status: status, fields: [:], body: Array(body.utf8), date: Self.date)
    }

    private mutating func start(_ number: Int) throws {
        try machine.start(number, status: .ok, fields: [:], first: [], date: Self.date)
    }

    // MARK: Keep-alive and order

    @Test mutating func handlesOneRequestAfterTheOther() throws {
        receive(Self.get + Self.get)
        #expect(actions() == ["handle 1 /"])
        try respond(1, .ok, "a")
        #expect(sent() == "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nDate: now\r\n\r\na")
        #expect(actions() == [])
        machine.handlerEnded(1, nil)
        #expect(actions() == ["handle 2 /"])
    }

    @Test mutating func waitsForTheSocketBeforeTheNextRequest() throws {
        receive(Self.get + Self.get)
        #expect(actions() == ["handle 1 /"])
        try respond(1)
        machine.handlerEnded(1, nil)
        #expect(actions() == [])
        #expect(machine.deadline == Deadline(kind: .write, epoch: 0))
        _ = sent()
        #expect(actions() == ["handle 2 /"])
    }

    @Test mutating func lingersAfterTheLastAnswer() throws {
        receive("GET / HTTP/1.0\r\n\r\n" + Self.get)
        #expect(actions() == ["handle 1 /"])
        try respond(1)
        machine.handlerEnded(1, nil)
        #expect(sent().contains("Connection: close"))
        #expect(actions() == ["shutdown"])
        #expect(machine.deadline?.kind == .linger)
        receive(String(repeating: "x", count: 50))
        #expect(actions() == [])
        receive("x")
        #expect(actions() == ["close"])
        #expect(machine.isFinished)
    }

    @Test mutating func closesAtOnceWhenTheClientHasClosedToo() throws {
        receive(Self.get)
        machine.inputClosed()
        #expect(actions() == ["handle 1 /"])
        try respond(1)
        machine.handlerEnded(1, nil)
        #expect(sent().contains("Connection: close"))
        #expect(actions() == ["close"])
    }

    // MARK: Refusals

    @Test mutating func refusesAndEndsOnBadInput() throws {
        receive("GET / HTTP/1.1\r\n\r\n" + Self.get)
        #expect(actions() == ["refuse 400"])
        try respond(1, .badRequest)
        #expect(sent().contains("Connection: close"))
        #expect(actions() == ["shutdown"])
    }

    @Test mutating func refusesAndGoesOnWhenTheFramingIsIntact() throws {
        receive("BREW / HTTP/1.1\r\nHost: h\r\n\r\n" + Self.get)
        #expect(actions() == ["refuse 501"])
        try respond(1, .notImplemented)
        #expect(!sent().contains("Connection: close"))
        #expect(actions() == ["handle 2 /"])
    }

    @Test mutating func answersForAHandlerThatDidNot() {
        receive(Self.get)
        #expect(actions() == ["handle 1 /"])
        machine.handlerEnded(1, nil)
        #expect(actions() == ["refuse 500"])
    }

    @Test mutating func rendersWhatTheHandlerThrew() {
        receive(Self.get)
        #expect(actions() == ["handle 1 /"])
        machine.handlerEnded(1, .notFound(path: "/"))
        #expect(actions() == ["refuse 404"])
    }

    // MARK: Bodies

    @Test mutating func asksForTheBodyOnce() throws {
        receive("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n")
        #expect(actions() == ["handle 1 /"])
        #expect(sent() == "")
        for expected in ["HTTP/1.1 100 Continue\r\n\r\n", ""] {
            guard case .notYet = machine.readBody(1) else { return #expect(Bool(false)) }
            #expect(sent() == expected)
        }
        #expect(machine.deadline == Deadline(kind: .body, epoch: 1))
        receive("hello")
        guard case .bytes(let bytes) = machine.readBody(1) else { return #expect(Bool(false)) }
        #expect(bytes == Array("hello".utf8))
        guard case .end = machine.readBody(1) else { return #expect(Bool(false)) }
    }

    @Test mutating func readsAheadUpToTheLimit() {
        receive(Self.get)
        #expect(actions() == ["handle 1 /"])
        receive(String(repeating: "x", count: 99))
        #expect(machine.input == .bytes)
        receive("x")
        #expect(machine.input == .end)
    }

    @Test mutating func endsTheConnectionWhenTheBodyIsNotInHand() throws {
        receive(Self.post + "hell")
        #expect(actions() == ["handle 1 /"])
        try respond(1)
        machine.handlerEnded(1, nil)
        #expect(sent().contains("Connection: close"))
        #expect(actions() == ["shutdown"])
    }

    @Test mutating func failsABodyThatIsTooSlow() {
        receive(Self.post)
        #expect(actions() == ["handle 1 /"])
        guard case .notYet = machine.readBody(1) else { return #expect(Bool(false)) }
        machine.expired(.body)
        guard case .failed(let error) = machine.readBody(1) else { return #expect(Bool(false)) }
        #expect(error == .bodyTimedOut(after: machine.timeouts.body))
        machine.handlerEnded(1, error)
        #expect(actions() == ["refuse 408"])
    }

    @Test mutating func failsABodyCutShort() {
        receive(Self.post + "hel")
        machine.inputClosed()
        #expect(actions() == ["handle 1 /"])
        guard case .bytes = machine.readBody(1), case .failed(let error) = machine.readBody(1) else {
            return #expect(Bool(false))
        }
        #expect(error == .malformedRequest(.incompleteBody))
    }

    // MARK: Answers

    @Test mutating func letsAnAnswerBeGivenOnce() throws {
        receive(Self.get)
        #expect(actions() == ["handle 1 /"])
        try respond(1)
        #expect(throws: ServerError.alreadyAnswered) { try respond(1) }
        #expect(throws: ServerError.clientLeft) { try respond(2) }
    }

    @Test mutating func framesAStream() throws {
        receive(Self.get)
        #expect(actions() == ["handle 1 /"])
        try start(1)
        try machine.write(1, Array("abc".utf8))
        try machine.write(1, [])
        try machine.finish(1)
        #expect(sent().hasSuffix("\r\n\r\n3\r\nabc\r\n0\r\n\r\n"))
        #expect(throws: ServerError.clientLeft) { try machine.write(1, [0]) }
    }

    @Test mutating func tellsTheWriterWhenToWait() throws {
        receive(Self.get)
        #expect(actions() == ["handle 1 /"])
        try start(1)
        _ = sent()
        try machine.write(1, [UInt8](repeating: 0, count: 1000))
        #expect(machine.isAboveHighWater)
        machine.sent(machine.output.count - 101)
        #expect(!machine.isBelowLowWater)
        machine.sent(1)
        #expect(machine.isBelowLowWater)
    }

    @Test(arguments: [("HTTP/1.1", "close"), ("HTTP/1.0", "reset")])
    mutating func breaksOffAnUnfinishedStream(version: String, action: String) throws {
        receive("GET / \(version)\r\nHost: h\r\n\r\n")
        #expect(actions() == ["handle 1 /"])
        try start(1)
        _ = sent()
        machine.handlerEnded(1, .handlerFailed)
        #expect(actions() == [action])
        #expect(sent() == "")
    }

    // MARK: Departures

    @Test mutating func cancelsTheHandlerOfABrokenConnection() {
        receive(Self.get)
        #expect(actions() == ["handle 1 /"])
        machine.peerVanished()
        #expect(actions() == ["cancel", "close"])
        #expect(!machine.isFinished)
        machine.handlerEnded(1, .handlerFailed)
        #expect(actions() == [])
        #expect(machine.isFinished)
    }

    @Test mutating func takesFINForTheEndOfAStream() throws {
        receive(Self.get)
        #expect(actions() == ["handle 1 /"])
        try start(1)
        machine.inputClosed()
        #expect(actions() == ["cancel", "close"])
    }

    @Test mutating func looksOnceWhetherAHalfClosedClientIsThere() {
        receive(Self.get)
        #expect(actions() == ["handle 1 /"])
        #expect(machine.deadline == nil)
        machine.inputClosed()
        #expect(machine.deadline?.kind == .departure)
        machine.expired(.departure)
        #expect(actions() == [])
        #expect(sent() == "HTTP/1.1 100 Continue\r\n\r\n")
        #expect(machine.deadline == nil)
    }

    // MARK: Deadlines and the end

    @Test mutating func namesWhatItWaitsFor() {
        #expect(machine.deadline?.kind == .idle)
        receive("GET / HTTP/1.1\r\n")
        #expect(actions() == [])
        #expect(machine.deadline?.kind == .head)
        receive("Host: h\r\n\r\n")
        #expect(actions() == ["handle 1 /"])
        #expect(machine.deadline == nil)
    }

    @Test mutating func answersASlowHead() {
        receive("GET / HTTP/1.1\r\n")
        #expect(actions() == [])
        machine.expired(.head)
        #expect(actions() == ["refuse 408"])
    }

    @Test mutating func closesAnIdleConnectionSilently() {
        machine.expired(.idle)
        #expect(actions() == ["close"])
        #expect(sent() == "")
    }

    @Test mutating func closesAnIdleConnectionToStop() {
        machine.stop()
        #expect(actions() == ["close"])
    }

    @Test mutating func finishesTheRequestThatRunsToStop() throws {
        receive(Self.get)
        #expect(actions() == ["handle 1 /"])
        machine.stop()
        #expect(actions() == [])
        try respond(1)
        machine.handlerEnded(1, nil)
        #expect(sent().contains("Connection: close"))
        #expect(actions() == ["shutdown"])
    }
}
