import Dispatch
import Synchronization

/// Lets many streams sleep with one timer: each is woken at the first look after its time, and looks are a millisecond
/// or two apart. A sleep of its own for every event would cost the mock several times as much, on cores that what is
/// measured needs.
final class Pacer: Sendable {
    private struct State {
        var sleepers: [Int64: [CheckedContinuation<Void, Never>]] = [:]
        /// The last millisecond whose sleepers were woken.
        var woken: Int64 = 0
        /// Whether a look is ahead.
        var isTicking = false
    }

    private static let nanosecondsPerTick: Int64 = 1_000_000

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "pacer")

    /// Returns at `moment` of `Monotonic`, or a little after it.
    func sleep(until moment: Int64) async {
        await withCheckedContinuation { continuation in
            let (isLate, begins) = state.withLock { state in
                let tick = moment / Self.nanosecondsPerTick + 1
                let begins = !state.isTicking
                if begins { state.woken = Monotonic.now / Self.nanosecondsPerTick }
                guard tick > state.woken else { return (true, false) }
                state.sleepers[tick, default: []].append(continuation)
                state.isTicking = true
                return (false, begins)
            }
            if isLate { continuation.resume() }
            if begins { lookSoon() }
        }
    }

    private func lookSoon() {
        queue.asyncAfter(deadline: .now() + .milliseconds(1)) { self.look() }
    }

    private func look() {
        let (due, goesOn) = state.withLock { state in
            let now = Monotonic.now / Self.nanosecondsPerTick
            var due: [CheckedContinuation<Void, Never>] = []
            while state.woken < now {
                state.woken += 1
                due += state.sleepers.removeValue(forKey: state.woken) ?? []
            }
            state.isTicking = !state.sleepers.isEmpty
            return (due, state.isTicking)
        }
        for sleeper in due { sleeper.resume() }
        if goesOn { lookSoon() }
    }
}
