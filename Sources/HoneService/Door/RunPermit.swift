/// The right to one run among those that there may be at the same time; letting go of it ends it.
final class RunPermit: Sendable {
    private let end: @Sendable () -> Void

    init(end: @escaping @Sendable () -> Void) { self.end = end }

    deinit { end() }
}
