import Glibc
import Synchronization

/// A descriptor that several sources watch; the last of them to let go closes it.
///
/// Closing earlier would free the number for reuse while libdispatch still knows it, and a second source on the
/// same number then never fires.
final class DescriptorLease: Sendable {
    let descriptor: Int32
    private let holders = Atomic<Int>(1)

    init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    func retain() {
        holders.add(1, ordering: .relaxed)
    }

    func release() {
        if holders.subtract(1, ordering: .acquiringAndReleasing).newValue == 0 {
            close(descriptor)
        }
    }
}
