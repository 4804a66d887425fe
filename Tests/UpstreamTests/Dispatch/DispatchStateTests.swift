import Testing

@testable import Upstream

@Suite struct DispatchStateTests {
    private let start = ContinuousClock.now

    @Test func theLeastBusyReplicaIsChosen() {
        let bench = Bench(replicas: 3, limit: 4)
        #expect((0..<6).map { bench.ask($0)?.replica } == [0, 1, 2, 0, 1, 2])
        bench.giveBack(1)
        #expect(bench.ask(6)?.replica == 1)
    }

    @Test func nothingGoesBeyondTheLimitOfAReplica() {
        let bench = Bench(replicas: 2, limit: 2)
        for ticket in 0..<4 { #expect(bench.ask(ticket) != nil) }
        #expect(bench.ask(4) == nil)
        #expect(bench.state.loads.map(\.inFlight) == [2, 2])
        let freed = bench.grants[2]?.replica
        bench.giveBack(2)
        #expect(bench.grants[4]?.replica == freed)
    }

    @Test func promptsFindTheirReplicaAgain() {
        let bench = Bench(replicas: 4, limit: 64)
        for key in UInt64(1)...50 {
            let places = (0..<8).map { _ in bench.ask(bench.next, affinity: key)?.replica }
            #expect(Set(places).count == 1)
            bench.giveBackAll()
        }
    }

    @Test func promptsSpreadOverTheReplicas() {
        let bench = Bench(replicas: 4, limit: 1_000)
        for key in UInt64(1)...400 {
            _ = bench.ask(bench.next, affinity: key)
        }
        #expect(bench.state.loads.allSatisfy { (60...140).contains($0.inFlight) })
    }

    @Test func oneReplicaTakesNoMoreOfAPromptThanItsShareAndTheSlack() {
        let bench = Bench(replicas: 2, limit: 64)
        for ticket in 0..<40 { _ = bench.ask(ticket, affinity: 7) }
        let loads = bench.state.loads.map(\.inFlight).sorted()
        // The next replica in the prompt's order takes over as soon as the first is a quarter of the limit ahead.
        #expect(loads[1] - loads[0] <= 17)
        #expect(loads[0] > 0)
    }

    @Test func aReplicaThatIsTakenOutMovesOnlyItsOwnPrompts() {
        for key in UInt64(1)...100 {
            let (one, other) = (Bench(replicas: 4, limit: 64), Bench(replicas: 4, limit: 64))
            let home = one.ask(0, affinity: key)?.replica
            let elsewhere = other.ask(0, affinity: key, avoiding: [3])?.replica
            #expect(home == 3 ? elsewhere != 3 : elsewhere == home)
        }
    }

    @Test func aBigCallIsNotStarvedBySmallOnes() {
        let bench = Bench(replicas: 1, limit: 4)
        for ticket in 0..<4 { _ = bench.ask(ticket, request: ticket) }
        #expect(bench.ask(4, weight: 4, request: 4) == nil)
        // Small ones keep coming; each one that ends makes room for the big call alone.
        for ticket in 5..<20 { #expect(bench.ask(ticket, request: ticket) == nil) }
        for ticket in 0..<3 { bench.giveBack(ticket) }
        #expect(bench.grants.count == 1)
        bench.giveBack(3)
        #expect(bench.grants.keys.sorted() == [4])
        bench.giveBack(4)
        #expect(bench.grants.keys.sorted() == [5, 6, 7, 8])
    }

    @Test func aBigCallThatWaitsHoldsUpOneReplicaOnly() {
        let bench = Bench(replicas: 2, limit: 4)
        for ticket in 0..<4 { _ = bench.ask(ticket, request: ticket) }
        #expect(bench.ask(4, weight: 4, request: 4) == nil)
        let claimed = bench.state.loads.firstIndex { $0.claimant == 4 }
        for ticket in 5..<7 { #expect(bench.ask(ticket, request: ticket)?.replica != claimed) }
        #expect(bench.ask(7, request: 7) == nil)
    }

    @Test func aBigCallDoesNotHoldUpOthersForEver() {
        let bench = Bench(replicas: 1, limit: 4, queue: QueueLimits(maxWait: .seconds(60)))
        _ = bench.ask(0, request: 0)
        #expect(bench.ask(1, weight: 4, request: 1) == nil)
        bench.now += .seconds(30)
        #expect(bench.ask(2, request: 2) == nil)
        bench.now += .seconds(30)
        #expect(bench.state.nextDeadline(after: bench.now - .seconds(1)) == bench.now)
        bench.advance()
        #expect(bench.refused == [1])
        #expect(bench.grants[2] != nil)
    }

    @Test func requestsThatHoldNothingComeBeforeOneThatHoldsMuch() {
        let bench = Bench(replicas: 1, limit: 64)
        for ticket in 0..<256 { _ = bench.ask(ticket, request: 1) }
        for ticket in 266..<274 { _ = bench.ask(ticket, request: 2) }
        for ticket in 256..<266 { #expect(bench.ask(ticket, request: ticket) == nil) }
        for ticket in 0..<10 { bench.giveBack(ticket) }
        #expect((256..<266).allSatisfy { bench.grants[$0] != nil })
    }

    @Test func oneRequestNeverHasAllThereIs() {
        let bench = Bench(replicas: 1, limit: 64)
        for ticket in 0..<256 { _ = bench.ask(ticket, request: 1) }
        #expect(bench.grants.count == 56)
        for ticket in 256..<264 { #expect(bench.ask(ticket, request: ticket) != nil) }
        #expect(bench.ask(264, request: 264) == nil)
        bench.giveBack(0)
        #expect(bench.grants[264] != nil)
        bench.giveBack(1)
        #expect(bench.grants[56] != nil)
    }

    @Test func aRequestHasTwiceItsPartUnderWay() {
        let bench = Bench(replicas: 2, limit: 16)
        #expect(bench.state.callWindow(among: 1) == 64)
        #expect(bench.state.callWindow(among: 8) == 8)
        for request in 0..<4 { _ = bench.ask(request, request: request) }
        #expect(bench.state.callWindow(among: 1) == 16)
        for request in 4..<100 { _ = bench.ask(request, request: request) }
        #expect(bench.state.callWindow(among: 1) == 2)
    }

    @Test func aQueueIsBoundedInLength() {
        let bench = Bench(replicas: 1, limit: 1, queue: QueueLimits(maxWaiting: 2))
        for ticket in 0..<4 { _ = bench.ask(ticket, request: ticket) }
        #expect(bench.refused == [3])
        #expect(bench.state.waiting == 2)
        bench.giveBack(0)
        _ = bench.ask(4, request: 4)
        #expect(bench.refused == [3])
    }

    @Test func withoutAQueueThereIsStillRoomForCallsThatNeedNotWait() {
        let bench = Bench(replicas: 1, limit: 1, queue: QueueLimits(maxWaiting: 0))
        #expect(bench.ask(0) != nil)
        #expect(bench.ask(1) == nil)
        #expect(bench.refused == [1])
    }

    @Test func whoIsBeingServedWaitsAsLongAsItTakes() {
        let bench = Bench(replicas: 1, limit: 1, queue: QueueLimits(maxWait: .seconds(60)))
        _ = bench.ask(0, request: 1)
        for ticket in 1..<4 { _ = bench.ask(ticket, request: 1) }
        _ = bench.ask(4, request: 2)
        bench.now += .seconds(60)
        bench.advance()
        #expect(bench.refused == [4])
        bench.now += .seconds(600)
        bench.advance()
        #expect(bench.refused == [4])
        bench.giveBack(0)
        #expect(bench.grants.keys.sorted() == [1])
        // Its own time runs while another one is served.
        bench.cancel(2)
        bench.cancel(3)
        #expect(bench.state.waiting == 0)
        #expect(bench.state.nextDeadline(after: bench.now) == nil)
    }

    @Test func aReplicaThatFailsIsLeftAlone() {
        let bench = Bench(replicas: 2, limit: 64, breaker: BreakerPolicy(failures: 2, openFor: .seconds(5)))
        _ = bench.ask(0)
        _ = bench.ask(1)
        bench.note(.failure, 0)
        _ = bench.ask(2, avoiding: [1])
        bench.note(.failure, 2)
        #expect((3..<10).allSatisfy { bench.ask($0)?.replica == 1 })
        bench.now += .seconds(5)
        // The first call after that tries it, the others do not before it has told.
        #expect(bench.ask(10)?.isProbe == true)
        #expect(bench.grants[10]?.replica == 0)
        #expect(bench.ask(11)?.replica == 1)
        bench.note(.success, 10)
        #expect(bench.ask(12)?.replica == 0)
    }

    @Test func whoWaitsGoesToTheReplicaThatComesBack() {
        let bench = Bench(replicas: 2, limit: 1, breaker: BreakerPolicy(failures: 1, openFor: .seconds(5)))
        _ = bench.ask(0)
        _ = bench.ask(1)
        bench.note(.failure, 0)
        bench.giveBack(0)
        #expect(bench.ask(2, request: 2) == nil)
        #expect(bench.state.nextDeadline(after: bench.now) == bench.now + .seconds(5))
        bench.now += .seconds(5)
        bench.advance()
        #expect(bench.grants[2]?.replica == 0)
        #expect(bench.grants[2]?.isProbe == true)
    }

    @Test func theOnlyReplicaIsTriedHoweverOftenItFailed() {
        let bench = Bench(replicas: 1, limit: 4, breaker: BreakerPolicy(failures: 1, openFor: .seconds(5)))
        for ticket in 0..<20 {
            #expect(bench.ask(ticket, avoiding: [0])?.replica == 0)
            bench.note(.failure, ticket)
            bench.giveBack(ticket)
            bench.now += .seconds(1)
        }
        _ = bench.ask(20)
        bench.note(.success, 20)
        #expect(bench.state.loads[0].breaker.isClosed)
    }

    @Test func whatHasJustFailedACallIsTheLastToGetItAgain() {
        let bench = Bench(replicas: 2, limit: 1)
        #expect(bench.ask(0, avoiding: [1])?.replica == 0)
        // It waits for the other one, though there is room at the one it avoids.
        #expect(bench.ask(1, request: 1, avoiding: [1]) == nil)
        #expect(bench.ask(2, request: 2)?.replica == 1)
        bench.giveBack(0)
        #expect(bench.grants[1]?.replica == 0)
        bench.giveBackAll()
        #expect(bench.ask(3, avoiding: [0, 1]) != nil)
    }

    @Test func aWishToAvoidAReplicaHoldsUpNobody() {
        let bench = Bench(replicas: 2, limit: 1)
        #expect(bench.ask(0, avoiding: [0])?.replica == 1)
        // It claims the other one; the next one that had rather not takes what is free all the same.
        #expect(bench.ask(1, request: 1, avoiding: [0]) == nil)
        #expect(bench.ask(2, request: 2, avoiding: [0])?.replica == 0)
        bench.giveBack(0)
        #expect(bench.grants[1]?.replica == 1)
    }

    @Test func aClaimOfARequestThatIsBeingServedWaitsAsLongAsItTakes() {
        let bench = Bench(replicas: 1, limit: 4, queue: QueueLimits(maxWait: .seconds(60)))
        _ = bench.ask(0, request: 1)
        _ = bench.ask(1, request: 2)
        #expect(bench.ask(2, weight: 3, request: 1) == nil)
        #expect(bench.state.loads[0].claimant == 2)
        bench.now += .seconds(600)
        bench.advance()
        #expect(bench.refused.isEmpty)
        bench.giveBack(0)
        #expect(bench.grants.keys.sorted() == [1, 2])
    }

    @Test func aClaimsTimeRunsOnceItsRequestIsServedNoLonger() {
        let bench = Bench(replicas: 1, limit: 4, queue: QueueLimits(maxWait: .seconds(60)))
        _ = bench.ask(0, request: 1)
        _ = bench.ask(1, request: 2)
        _ = bench.ask(3, request: 3)
        #expect(bench.ask(2, weight: 3, request: 1) == nil)
        bench.now += .seconds(600)
        bench.giveBack(0)
        #expect(bench.state.nextDeadline(after: bench.now) == bench.now + .seconds(60))
        bench.now += .seconds(60)
        bench.advance()
        #expect(bench.refused == [2])
    }

    @Test func oneKeyLeavesPlacesInTheQueueToOthers() {
        let bench = Bench(replicas: 1, limit: 1, queue: QueueLimits(maxWaiting: 4))
        for ticket in 0..<4 { _ = bench.ask(ticket, request: ticket, key: "many") }
        #expect(bench.refused == [3])
        #expect(bench.ask(4, request: 4, key: "few") == nil)
        bench.cancel(2)
        #expect(bench.ask(5, request: 5, key: "many") == nil)
        #expect(bench.refused == [3])
    }

    @Test func aClaimMovesWhenItsReplicaFails() {
        let bench = Bench(replicas: 2, limit: 2, breaker: BreakerPolicy(failures: 1, openFor: .seconds(5)))
        for ticket in 0..<2 { _ = bench.ask(ticket, request: ticket) }
        #expect(bench.ask(2, weight: 2, request: 2) == nil)
        let claimed = bench.state.loads.firstIndex { $0.claimant == 2 }
        let holder = (0..<2).first { bench.grants[$0]?.replica == claimed }
        let other = (0..<2).first { bench.grants[$0]?.replica != claimed }
        bench.note(.failure, holder ?? 0)
        bench.giveBack(other ?? 0)
        #expect(bench.grants[2].map { $0.replica != claimed } == true)
        #expect(bench.state.loads.allSatisfy { $0.claimant == nil })
    }

    @Test func randomTrafficNeitherPassesALimitNorForgetsAnybody() {
        let bench = Bench(
            replicas: 3, limit: 8, queue: QueueLimits(maxWaiting: 100, maxWait: .seconds(20)),
            breaker: BreakerPolicy(failures: 2, openFor: .seconds(3)))
        var seed: UInt64 = 11
        func random(_ bound: Int) -> Int {
            seed = PrefixAffinity.mix(seed &+ 0x9E37_79B9_7F4A_7C15)
            return Int(seed % UInt64(bound))
        }
        var asked = 0
        var cancelled: Set<Int> = []
        for _ in 0..<20_000 {
            switch random(10) {
            case 0..<4:
                let avoiding = Set((0..<3).filter { _ in random(4) == 0 })
                _ = bench.ask(
                    asked, weight: 1 + random(10), request: random(12), key: "\(random(3))",
                    affinity: random(2) == 0 ? nil : UInt64(random(20)), avoiding: avoiding)
                asked += 1
            case 4..<8:
                guard let ticket = bench.grants.keys.min() else { break }
                bench.note(random(4) == 0 ? .failure : .success, ticket)
                bench.giveBack(ticket)
            case 8:
                let ticket = max(0, asked - 1 - random(60))
                if bench.isWaiting(ticket) {
                    bench.cancel(ticket)
                    cancelled.insert(ticket)
                }
            default:
                bench.now += .milliseconds(random(2_000))
                bench.advance()
            }
            #expect(bench.state.loads.allSatisfy { (0...8).contains($0.inFlight) })
            #expect(bench.state.waiting <= 100)
        }
        while !bench.grants.isEmpty { bench.giveBackAll() }
        #expect(bench.state.waiting == 0)
        #expect(bench.state.loads.allSatisfy { $0.inFlight == 0 && $0.claimant == nil })
        #expect(bench.granted.count + bench.refused.count + cancelled.count == asked)
    }
}

/// A `DispatchState` with the grants that are in flight, and a clock that is set by hand.
private final class Bench {
    var state: DispatchState
    var now = ContinuousClock.now
    var grants: [Int: DispatchState.Grant] = [:]
    var granted: Set<Int> = []
    var refused: [Int] = []
    private var asked: Set<Int> = []
    private var cancelled: Set<Int> = []

    init(
        replicas: Int, limit: Int, queue: QueueLimits = QueueLimits(), breaker: BreakerPolicy = BreakerPolicy()
    ) {
        state = DispatchState(
            seeds: (0..<replicas).map { PrefixAffinity.hash("replica \($0)".utf8) }, limit: limit, queue: queue,
            breaker: breaker)
    }

    /// A ticket that nobody has.
    var next: Int { (asked.max() ?? -1) + 1 }

    func isWaiting(_ ticket: Int) -> Bool {
        asked.contains(ticket) && !granted.contains(ticket) && !cancelled.contains(ticket) && !refused.contains(ticket)
    }

    /// Asks, and returns what is granted at once.
    func ask(
        _ ticket: Int, weight: Int = 1, request: Int = 0, key: String? = nil, affinity: UInt64? = nil,
        avoiding: Set<Int> = []
    ) -> DispatchState.Grant? {
        asked.insert(ticket)
        let party = TurnOrder.Party(key: key, request: request)
        take(
            state.ask(
                .init(ticket: ticket, weight: weight, party: party, affinity: affinity, avoiding: avoiding), at: now))
        return grants[ticket]
    }

    func cancel(_ ticket: Int) {
        cancelled.insert(ticket)
        take(state.cancel(ticket, at: now))
    }

    func note(_ outcome: DispatchState.Outcome, _ ticket: Int) {
        guard let grant = grants[ticket] else { return }
        take(state.note(outcome, of: grant, at: now))
    }

    func giveBack(_ ticket: Int) {
        guard let grant = grants.removeValue(forKey: ticket) else { return }
        take(state.giveBack(grant, isUntold: false, at: now))
    }

    func giveBackAll() {
        for ticket in grants.keys.sorted() { giveBack(ticket) }
    }

    func advance() { take(state.advance(to: now)) }

    private func take(_ decisions: DispatchState.Decisions) {
        for (ticket, decision) in decisions {
            switch decision {
            case .granted(let grant):
                grants[ticket] = grant
                granted.insert(ticket)
            case .overloaded: refused.append(ticket)
            }
        }
    }
}
