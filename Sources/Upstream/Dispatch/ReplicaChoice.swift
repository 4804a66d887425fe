/// Which replicas a call may go to, and which of them it should. Pure.
struct ReplicaChoice {
    /// The replicas that come into question, of which the call waits for one if none has room.
    let candidates: [Int]
    /// Whether the call is to find out if the replica is back.
    let isProbe: Bool

    /// Whom to ask: a replica that may be back; else those that are well; of these, and then of the rest, rather one that
    /// has not just failed this very call.
    ///
    /// When every replica is left alone, the call tries the one whose turn to be tried is next: with a server of only
    /// one replica a call is never refused without a try, so a local server that was restarted answers at once.
    init(among loads: [ReplicaLoad], avoiding: Set<Int>, weight: Int, ticket: Int, at now: ContinuousClock.Instant) {
        let fresh = loads.indices.filter { !avoiding.contains($0) }
        func mayProbe(_ index: Int) -> Bool {
            loads[index].breaker.mayProbe(at: now) && loads[index].hasRoom(for: weight, ticket: ticket)
        }
        if let index = fresh.first(where: mayProbe) {
            (candidates, isProbe) = ([index], true)
            return
        }
        for group in [fresh, Array(loads.indices)] {
            let well = group.filter { loads[$0].breaker.isClosed }
            if !well.isEmpty {
                (candidates, isProbe) = (well, false)
                return
            }
        }
        let rest = fresh.isEmpty ? Array(loads.indices) : fresh
        let next = rest.min { (loads[$0].breaker.probeTime ?? now) < (loads[$1].breaker.probeTime ?? now) }
        (candidates, isProbe) = (next.map { [$0] } ?? [], next.map { loads[$0].breaker.mayProbe(at: now) } ?? false)
    }

    /// The candidate to go to, nil if none has room.
    ///
    /// The one that knows the prompt, unless it is much busier than the least busy one; without a prompt the least busy,
    /// and of equals the one that has rested longest.
    func place(among loads: [ReplicaLoad], weight: Int, ticket: Int, affinity: UInt64?) -> Int? {
        let roomy = candidates.filter { loads[$0].hasRoom(for: weight, ticket: ticket) }
        let least = roomy.min {
            (loads[$0].inFlight, loads[$0].lastGrant) < (loads[$1].inFlight, loads[$1].lastGrant)
        }
        guard let least, let affinity, roomy.count > 1 else { return least }
        let slack = max(1, Int(UpstreamLimits.affinitySlack * Double(loads[least].limit)))
        return
            roomy
            .filter { loads[$0].inFlight <= loads[least].inFlight + slack }
            .max { loads[$0].affinity(to: affinity) < loads[$1].affinity(to: affinity) }
    }

    /// The candidate that a call which finds no room waits for, keeping others from what becomes free there.
    func claim(among loads: [ReplicaLoad]) -> Int? {
        candidates.filter { loads[$0].claimant == nil }.min { loads[$0].inFlight < loads[$1].inFlight }
    }
}
