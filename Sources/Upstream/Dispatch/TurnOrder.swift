/// Whose turn it is among calls that wait. Pure.
///
/// The turn goes to the key with the fewest samples in flight, within it to the request with the fewest, and there to the
/// oldest call. Who holds as many as another comes after it if its last turn was later, so that turns go round between
/// keys, and between the requests of a key. A request that holds many samples thus yields to those that hold none, but
/// one that holds none is never passed by for long: those who were served meanwhile come after it.
struct TurnOrder {
    /// On whose behalf a call is made.
    struct Party: Hashable {
        /// The name of the client's key.
        var key: String?
        /// The number of the request.
        var request: Int
    }

    private struct Rank: Comparable {
        var held: Int
        var lastTurn: Int

        static func < (one: Rank, other: Rank) -> Bool {
            (one.held, one.lastTurn) < (other.held, other.lastTurn)
        }
    }

    private struct Share {
        var rank: Rank
        /// Those below it that have a call waiting: requests of a key.
        var waiting = IndexedHeap<Int, Rank>()
        /// How many requests there are, waiting or served.
        var members = 0
        /// How many calls wait.
        var calls = 0
    }

    private struct Queue {
        var rank: Rank
        var tickets = IndexedHeap<Int, Int>()
    }

    private var keys: [String?: Share] = [:]
    private var queues: [Party: Queue] = [:]
    private var parties: [Int: Party] = [:]
    private var waitingKeys = IndexedHeap<String?, Rank>()
    private var turn = 0

    /// How many calls wait.
    var count: Int { parties.count }

    /// The call whose turn it is.
    var next: Int? {
        guard let key = waitingKeys.first, let request = keys[key]?.waiting.first else { return nil }
        return queues[Party(key: key, request: request)]?.tickets.first
    }

    /// On whose behalf a call waits.
    func party(of ticket: Int) -> Party? { parties[ticket] }

    /// How many samples of the request are in flight.
    func held(by party: Party) -> Int { queues[party]?.rank.held ?? 0 }

    /// How many requests have calls that wait or are in flight.
    var requests: Int { queues.count }

    /// How many calls of a key wait.
    func calls(of key: String?) -> Int { keys[key]?.calls ?? 0 }

    /// Whether calls of the request wait.
    func waits(_ party: Party) -> Bool { queues[party]?.tickets.isEmpty == false }

    /// The oldest call of the request.
    func first(of party: Party) -> Int? { queues[party]?.tickets.first }

    /// Adds a call; tickets rise with the order of arrival.
    mutating func join(_ ticket: Int, of party: Party) {
        parties[ticket] = party
        admit(party)
        keys[party.key]?.calls += 1
        queues[party]?.tickets.set(ticket, to: ticket)
        settle(party)
    }

    /// Takes a call out that waits no longer.
    mutating func leave(_ ticket: Int) {
        guard let party = parties.removeValue(forKey: ticket) else { return }
        keys[party.key]?.calls -= 1
        queues[party]?.tickets.remove(ticket)
        settle(party)
    }

    /// Notes that a request has had a turn and holds so many samples more.
    mutating func take(_ weight: Int, for party: Party) {
        admit(party)
        turn += 1
        guard var queue = queues[party], var share = keys[party.key] else { return }
        queue.rank = Rank(held: queue.rank.held + weight, lastTurn: turn)
        share.rank = Rank(held: share.rank.held + weight, lastTurn: turn)
        settle(party, queue, share)
    }

    /// Notes that a request holds so many samples less.
    mutating func giveBack(_ weight: Int, of party: Party) {
        guard var queue = queues[party], var share = keys[party.key] else { return }
        queue.rank.held -= weight
        share.rank.held -= weight
        settle(party, queue, share)
    }

    /// Newcomers come after those who have waited since their last turn.
    private mutating func admit(_ party: Party) {
        guard queues[party] == nil else { return }
        turn += 1
        queues[party] = Queue(rank: Rank(held: 0, lastTurn: turn))
        var share = keys[party.key] ?? Share(rank: Rank(held: 0, lastTurn: turn))
        share.members += 1
        keys[party.key] = share
    }

    private mutating func settle(_ party: Party) {
        guard let queue = queues[party], let share = keys[party.key] else { return }
        settle(party, queue, share)
    }

    /// Gives a request and its key, as they are now, their places; who neither holds nor waits is forgotten.
    ///
    /// Each is taken out of its table, changed and put back once: changing them where they are costs more, and nearly all
    /// calls come here without having to wait.
    private mutating func settle(_ party: Party, _ queue: consuming Queue, _ share: consuming Share) {
        // So that what is in it is not copied when it is changed.
        keys[party.key] = nil
        if queue.tickets.isEmpty {
            share.waiting.remove(party.request)
            if queue.rank.held == 0 { share.members -= 1 }
        } else {
            share.waiting.set(party.request, to: queue.rank)
        }
        queues[party] = queue.tickets.isEmpty && queue.rank.held == 0 ? nil : queue
        if share.waiting.isEmpty {
            waitingKeys.remove(party.key)
        } else {
            waitingKeys.set(party.key, to: share.rank)
        }
        if share.members > 0 { keys[party.key] = share }
    }
}
