/// Who may have samples in flight at which replica of an upstream. Pure: events in, decisions out, time an argument.
///
/// Calls wait in `TurnOrder`. One whose turn it is and that needs more than any replica has free claims the replica that
/// is least busy: nothing else goes there until it has room, so that small calls cannot starve it, while the other
/// replicas go on. `ReplicaChoice` says where a call goes.
struct DispatchState {
    /// A call that wants to have samples in flight.
    struct Ask {
        var ticket: Int
        var weight: Int
        var party: TurnOrder.Party
        var affinity: UInt64?
        var avoiding: Set<Int> = []
    }

    /// The right to have samples in flight.
    struct Grant: Sendable {
        let replica: Int
        let weight: Int
        let party: TurnOrder.Party
        let isProbe: Bool
    }

    /// How a call went, as far as the replica's health is concerned.
    enum Outcome { case success, failure }

    /// What becomes of a call that asked.
    enum Decision {
        case granted(Grant)
        case overloaded(retryAfter: Duration)
    }

    /// Decisions by the tickets of their calls.
    typealias Decisions = [(ticket: Int, decision: Decision)]

    private struct Claim {
        let ticket: Int
        /// By when its request wants a turn, nil while that is being served.
        var deadline: ContinuousClock.Instant?
        var replica: Int?
    }

    /// How many samples may be in flight at each replica.
    let limit: Int
    private let queue: QueueLimits
    private(set) var loads: [ReplicaLoad]
    private var order = TurnOrder()
    private var asks: [Int: Ask] = [:]
    private var claims: [Claim] = []
    /// By when each request that waits and holds nothing wants a turn.
    private var deadlines = IndexedHeap<TurnOrder.Party, ContinuousClock.Instant>()
    private var rate = DrainRate()
    private var grants = 0

    /// Idle replicas, each with the number by which prompts find it.
    init(seeds: [UInt64], limit: Int, queue: QueueLimits, breaker: BreakerPolicy) {
        self.limit = max(1, limit)
        self.queue = queue
        loads = seeds.map { ReplicaLoad(limit: max(1, limit), seed: $0, breaker: breaker) }
    }

    /// How many calls wait.
    var waiting: Int { asks.count }

    /// How many calls a request had better have waiting or in flight: twice its part of what may be in flight, so that it
    /// takes every turn that it gets.
    ///
    /// - Parameter requests: how many there are that may call, which is known before their calls come here.
    func callWindow(among requests: Int) -> Int { max(2, 2 * capacity / max(1, order.requests, requests)) }

    /// How many samples may be in flight in all.
    private var capacity: Int { limit * loads.count }

    /// How many of these one request may have: all but an eighth, so that one whose calls hang does not hold up everybody.
    private var share: Int { capacity - capacity / 8 }

    /// When `advance(to:)` is due, if nothing else happens.
    func nextDeadline(after now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        guard !asks.isEmpty else { return nil }
        let probes = loads.compactMap(\.breaker.openUntil).filter { $0 > now }
        return (probes + claims.compactMap(\.deadline) + [deadlines.firstRank].compactMap { $0 }).min()
    }

    // MARK: Events

    /// A call asks; without a decision for it in the answer it waits.
    mutating func ask(_ ask: Ask, at now: ContinuousClock.Instant) -> Decisions {
        var ask = ask
        ask.weight = min(max(1, ask.weight), limit)
        if asks.isEmpty, isWithinShare(ask), let grant = grant(ask, at: now) { return [(ask.ticket, .granted(grant))] }
        guard asks.count < queue.maxWaiting, hasPlace(for: ask.party.key) else {
            return [(ask.ticket, overloaded(at: now))]
        }
        asks[ask.ticket] = ask
        order.join(ask.ticket, of: ask.party)
        watch(ask.party, at: now)
        return admit(at: now)
    }

    /// A call waits no longer.
    mutating func cancel(_ ticket: Int, at now: ContinuousClock.Instant) -> Decisions {
        guard asks[ticket] != nil else { return [] }
        drop(ticket)
        return admit(at: now)
    }

    /// It is known how a call went, which is still in flight.
    mutating func note(_ outcome: Outcome, of grant: Grant, at now: ContinuousClock.Instant) -> Decisions {
        switch outcome {
        case .success: loads[grant.replica].breaker.succeed()
        case .failure: loads[grant.replica].breaker.fail(isProbe: grant.isProbe, at: now)
        }
        return admit(at: now)
    }

    /// A call is no longer in flight.
    mutating func giveBack(_ grant: Grant, isUntold: Bool, at now: ContinuousClock.Instant) -> Decisions {
        loads[grant.replica].inFlight -= grant.weight
        if grant.isProbe, isUntold { loads[grant.replica].breaker.abandonProbe(at: now) }
        order.giveBack(grant.weight, of: grant.party)
        watch(grant.party, at: now)
        if order.held(by: grant.party) == 0 { setDeadline(now + queue.maxWait, ofClaimsOf: grant.party) }
        return admit(at: now)
    }

    /// Time has passed.
    mutating func advance(to now: ContinuousClock.Instant) -> Decisions {
        var late = claims.filter { $0.deadline.map { $0 <= now } ?? false }.map(\.ticket)
        while let due = deadlines.firstRank, due <= now, let party = deadlines.first {
            while let ticket = order.first(of: party) {
                late.append(ticket)
                order.leave(ticket)
            }
            deadlines.remove(party)
        }
        let refusals = late.map { (ticket: $0, decision: overloaded(at: now)) }
        late.forEach { drop($0) }
        return refusals + admit(at: now)
    }

    // MARK: Decisions

    /// Gives calls their turns as long as there is room.
    private mutating func admit(at now: ContinuousClock.Instant) -> Decisions {
        guard !asks.isEmpty else { return [] }
        var decisions: Decisions = []
        for claim in claims {
            guard let ask = asks[claim.ticket] else { continue }
            if let grant = grant(ask, at: now) {
                decisions.append((ask.ticket, .granted(grant)))
            } else {
                renewClaim(of: ask, at: now)
            }
        }
        // Whose turn it is holds the least, so that nobody behind one that has its share holds less.
        while hasRoom(at: now), let ticket = order.next, let ask = asks[ticket], isWithinShare(ask) {
            if let grant = grant(ask, at: now) {
                decisions.append((ticket, .granted(grant)))
            } else if !claim(for: ask, at: now) {
                // What it had rather avoid may be all that has room, and it must not hold up those behind it for that.
                guard !ask.avoiding.isEmpty else { break }
                asks[ticket]?.avoiding = []
            }
        }
        return decisions
    }

    /// Whether the request of a call may have so many samples more in flight.
    private func isWithinShare(_ ask: Ask) -> Bool {
        let held = order.held(by: ask.party)
        return held == 0 || held + ask.weight <= share
    }

    /// Whether anything is free where calls go.
    private func hasRoom(at now: ContinuousClock.Instant) -> Bool {
        let isAnyWell = loads.contains { $0.breaker.isClosed }
        return loads.contains {
            $0.free > 0 && $0.claimant == nil
                && (!isAnyWell || $0.breaker.isClosed || $0.breaker.mayProbe(at: now))
        }
    }

    /// Whether calls of a key may wait: no key has more than half of the places, so that there are some for others.
    private func hasPlace(for key: String?) -> Bool {
        key == nil || order.calls(of: key) < (queue.maxWaiting + 1) / 2
    }

    private func choice(for ask: Ask, at now: ContinuousClock.Instant) -> ReplicaChoice {
        ReplicaChoice(among: loads, avoiding: ask.avoiding, weight: ask.weight, ticket: ask.ticket, at: now)
    }

    private mutating func grant(_ ask: Ask, at now: ContinuousClock.Instant) -> Grant? {
        guard let (place, isProbe) = place(for: ask, at: now) else { return nil }
        grants += 1
        loads[place].inFlight += ask.weight
        loads[place].lastGrant = grants
        if isProbe { loads[place].breaker.probe(at: now) }
        order.take(ask.weight, for: ask.party)
        rate.note(at: now)
        drop(ask.ticket)
        deadlines.remove(ask.party)
        setDeadline(nil, ofClaimsOf: ask.party)
        return Grant(replica: place, weight: ask.weight, party: ask.party, isProbe: isProbe)
    }

    /// The replica with room that a call goes to, and whether it is to find out if that is back.
    private func place(for ask: Ask, at now: ContinuousClock.Instant) -> (replica: Int, isProbe: Bool)? {
        // Where there is nothing to choose from, nothing is weighed.
        if loads.count == 1, loads[0].breaker.isClosed {
            return loads[0].hasRoom(for: ask.weight, ticket: ask.ticket) ? (0, false) : nil
        }
        let choice = choice(for: ask, at: now)
        return choice.place(among: loads, weight: ask.weight, ticket: ask.ticket, affinity: ask.affinity)
            .map { ($0, choice.isProbe) }
    }

    /// Keeps a replica for a call that has the turn and finds no room.
    private mutating func claim(for ask: Ask, at now: ContinuousClock.Instant) -> Bool {
        guard let place = choice(for: ask, at: now).claim(among: loads) else { return false }
        let isServed = order.held(by: ask.party) > 0
        let deadline = isServed ? nil : deadlines.rank(of: ask.party) ?? now + queue.maxWait
        loads[place].claimant = ask.ticket
        claims.append(Claim(ticket: ask.ticket, deadline: deadline, replica: place))
        order.leave(ask.ticket)
        if !order.waits(ask.party) { deadlines.remove(ask.party) }
        return true
    }

    /// Has a call wait for another replica if the one it claims has come to be left alone.
    private mutating func renewClaim(of ask: Ask, at now: ContinuousClock.Instant) {
        guard let place = claims.firstIndex(where: { $0.ticket == ask.ticket }) else { return }
        let choice = choice(for: ask, at: now)
        if let replica = claims[place].replica {
            guard !choice.candidates.contains(replica) else { return }
            loads[replica].claimant = nil
        }
        let replica = choice.claim(among: loads)
        claims[place].replica = replica
        if let replica { loads[replica].claimant = ask.ticket }
    }

    /// Forgets a call that waits no longer, whatever the reason.
    private mutating func drop(_ ticket: Int) {
        guard let ask = asks.removeValue(forKey: ticket) else { return }
        order.leave(ticket)
        if let place = claims.firstIndex(where: { $0.ticket == ticket }) {
            if let replica = claims.remove(at: place).replica { loads[replica].claimant = nil }
        }
        if !order.waits(ask.party) { deadlines.remove(ask.party) }
    }

    /// Requests that are being served wait as long as it takes; the time of the others runs.
    private mutating func watch(_ party: TurnOrder.Party, at now: ContinuousClock.Instant) {
        guard order.waits(party), order.held(by: party) == 0, deadlines.rank(of: party) == nil else { return }
        deadlines.set(party, to: now + queue.maxWait)
    }

    private mutating func setDeadline(_ deadline: ContinuousClock.Instant?, ofClaimsOf party: TurnOrder.Party) {
        for place in claims.indices where asks[claims[place].ticket]?.party == party {
            claims[place].deadline = deadline
        }
    }

    private func overloaded(at now: ContinuousClock.Instant) -> Decision {
        .overloaded(retryAfter: rate.time(for: asks.count + 1, at: now))
    }
}
