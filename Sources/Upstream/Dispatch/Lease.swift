import Refinement
import Synchronization

/// The right to have samples in flight at one replica, given back when it is dropped.
final class Lease: Sendable {
    /// Where the samples may be in flight.
    let replica: Replica
    private let grant: DispatchState.Grant
    private let dispatcher: Dispatcher
    private let hasTold = Atomic<Bool>(false)

    init(_ grant: DispatchState.Grant, at replica: Replica, of dispatcher: Dispatcher) {
        self.grant = grant
        self.replica = replica
        self.dispatcher = dispatcher
    }

    deinit { dispatcher.giveBack(grant, isUntold: !hasTold.load(ordering: .relaxed)) }

    /// The replica has answered. Only the first word about a call counts.
    func succeeded() { tell(.success) }

    /// The replica has failed, in a way that calls for leaving it alone (`ModelError.countsAgainstReplica`).
    func failed() { tell(.failure) }

    private func tell(_ outcome: DispatchState.Outcome) {
        guard !hasTold.exchange(true, ordering: .relaxed) else { return }
        dispatcher.note(outcome, of: grant)
    }
}

extension ModelError {
    /// Whether the failure speaks against the server, so that others may be asked instead; a 500 may be all that older
    /// llama.cpp has to say of a bad request, and a 429 comes from a server that is well.
    var countsAgainstReplica: Bool {
        switch self {
        case .unreachable, .timedOut(.connect), .timedOut(.firstByte), .interrupted(_, tokens: 0): true
        case .rejected(let rejection): [502, 503, 504].contains(rejection.status)
        default: false
        }
    }
}
