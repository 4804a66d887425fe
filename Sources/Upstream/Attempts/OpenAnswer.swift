import HTTPTypes
import Refinement
import Synchronization

/// An answer that a client is reading: its call is over, and its room at the server free, once it has ended or nobody
/// reads it any more.
final class OpenAnswer: Sendable {
    private struct State {
        var lease: Lease?
        var meter: AnswerMeter?
    }

    private let record: CallRecord
    private let state: Mutex<State>

    /// The answer with these fields to a call that holds `lease`.
    init(_ record: CallRecord, _ lease: Lease?, _ fields: HTTPFields) {
        self.record = record
        state = Mutex(State(lease: lease, meter: record.wantsUsage ? AnswerMeter(fields) : nil))
    }

    /// Notes a piece of the answer.
    func note(_ piece: [UInt8]) {
        let meter = state.withLock { state in
            state.lease?.succeeded()
            state.meter?.read(piece)
            return state.meter.map { (tokens: $0.tokens, usage: $0.usage) }
        }
        if let meter { record.received(tokens: meter.tokens, usage: meter.usage) }
    }

    /// Notes the end of the answer.
    func end() {
        let (lease, meter) = state.withLock { state in
            state.meter?.end()
            return (state.lease.take(), state.meter.take())
        }
        lease?.succeeded()
        if let meter { record.received(tokens: meter.tokens, usage: meter.usage) }
        record.completed()
        record.end()
    }

    /// Notes that the answer broke off.
    func fail(_ error: ModelError) {
        let lease = state.withLock { $0.lease.take() }
        lease?.note(error)
        record.failed(error)
        record.end()
    }
}
