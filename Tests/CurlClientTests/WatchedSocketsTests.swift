import Testing

@testable import CurlClient

@Suite struct WatchedSocketsTests {
    @Test func aSocketThatIsTakenAgainNeedsNothing() {
        var sockets = WatchedSockets()
        sockets.opened(5)
        #expect(sockets.wants(1, of: 5) == .add(1))
        #expect(sockets.rests(5) == .nothing)
        #expect(sockets.wants(1, of: 5) == .nothing)
        #expect(sockets.wants(3, of: 5) == .change(3))
        #expect(sockets.happened(to: 5) == (true, .nothing))
    }

    @Test func whatHappensToOneThatRestsEndsTheWatch() {
        var sockets = WatchedSockets()
        sockets.opened(5)
        _ = sockets.wants(1, of: 5)
        _ = sockets.rests(5)
        #expect(sockets.happened(to: 5) == (false, .remove))
        #expect(sockets.happened(to: 5) == (false, .nothing))
        #expect(sockets.wants(1, of: 5) == .add(1))
    }

    @Test func whatHappensBetweenTwoTransfersDiscardsTheSocket() {
        var sockets = WatchedSockets()
        sockets.opened(5)
        _ = sockets.wants(1, of: 5)
        let isIdleInUse = sockets.idles(5)
        #expect(!isIdleInUse)
        _ = sockets.rests(5)
        let isIdle = sockets.idles(5)
        #expect(isIdle)
        #expect(sockets.happened(to: 5) == (false, .discard))
        #expect(sockets.happened(to: 5) == (false, .nothing))
    }

    @Test func aSocketThatIsTakenAgainIsNotIdle() {
        var sockets = WatchedSockets()
        sockets.opened(5)
        _ = sockets.wants(1, of: 5)
        _ = sockets.rests(5)
        _ = sockets.idles(5)
        _ = sockets.wants(1, of: 5)
        // A transfer that is held back rests as well.
        _ = sockets.rests(5)
        #expect(sockets.happened(to: 5) == (false, .remove))
        let isIdleUnknown = sockets.idles(6)
        #expect(!isIdleUnknown)
    }

    @Test func theNumberOfAClosedSocketIsFree() {
        var sockets = WatchedSockets()
        sockets.opened(5)
        _ = sockets.wants(1, of: 5)
        _ = sockets.rests(5)
        #expect(sockets.closes(5) == .remove)
        #expect(sockets.closes(5) == .nothing)
        sockets.opened(5)
        #expect(sockets.wants(1, of: 5) == .add(1))
    }

    @Test func aSocketWhoseEndIsNotToldIsForgottenAtOnce() {
        var sockets = WatchedSockets()
        #expect(sockets.wants(1, of: 5) == .add(1))
        #expect(sockets.rests(5) == .remove)
        #expect(sockets.wants(1, of: 5) == .add(1))
    }
}
