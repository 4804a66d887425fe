import Refinement
import Synchronization

/// The right to have samples in flight at one replica, given back when it is dropped.
final class Lease: Sendable {
    /// Where the samples may be in flight.
    let replica: Replica
    let grant: DispatchState.Grant
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

    /// The replica has failed, in a way that calls for leaving it alone.
    func failed() { tell(.failure) }

    /// Notes what a failure says of the replica; saying nothing is failing for one that was to show that it is back.
    func note(_ failure: ModelError) {
        guard let outcome = failure.outcome ?? (grant.isProbe ? .failure : nil) else { return }
        tell(outcome)
    }

    private func tell(_ outcome: DispatchState.Outcome) {
        guard !hasTold.exchange(true, ordering: .relaxed) else { return }
        dispatcher.note(outcome, of: grant)
    }
}

extension ModelError {
    /// What the failure says of the replica, nil for nothing: a 500 may be all that older llama.cpp has to say of a bad
    /// request, and all that a broken server has to say of a good one. A 429 comes from a server that is well. One that
    /// falls silent in the middle of an answer has told before that it is alive.
    var outcome: DispatchState.Outcome? {
        switch self {
        case .unreachable, .interrupted(_, tokens: 0): .failure
        case .timedOut(let stage): stage == .total ? .success : .failure
        case .rejected(let rejection) where rejection.status == 500: nil
        case .rejected(let rejection): [502, 503, 504].contains(rejection.status) ? .failure : .success
        default: .success
        }
    }
}
