import Refinement
import Synchronization

/// An answer that a client is reading: its call is over, and its room at the server free, once it has ended or nobody
/// reads it any more.
final class OpenAnswer: Sendable {
    private let record: CallRecord
    private let lease: Mutex<Lease?>

    init(_ record: CallRecord, _ lease: Lease?) {
        self.record = record
        self.lease = Mutex(lease)
    }

    /// Notes a piece of the answer.
    func note(_ piece: [UInt8]) { lease.withLock { $0?.succeeded() } }

    /// Notes the end of the answer.
    func end() {
        let lease = lease.withLock { $0.take() }
        lease?.succeeded()
        record.end()
    }

    /// Notes that the answer broke off.
    func fail(_ error: ModelError) {
        let lease = lease.withLock { $0.take() }
        lease?.note(error)
        record.failed(error)
        record.end()
    }
}
