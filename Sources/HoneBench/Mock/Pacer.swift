// Sources of Dispatch may be used from any thread, but are not declared so.
@preconcurrency import Dispatch
import Synchronization

/// Lets many streams sleep with one timer: each is woken at the first full millisecond after its time. A sleep of its own
/// for every event would cost the mock several times as much, on cores that what is measured needs.
final class Pacer: Sendable {
    private struct State {
        var sleepers: [Int64: [CheckedContinuation<Void, Never>]] = [:]
        /// The last millisecond whose sleepers were woken.
        var woken: Int64 = 0
        var isTicking = false
    }

    private static let nanosecondsPerTick: Int64 = 1_000_000

    private let state = Mutex(State())
    private let timer: any DispatchSourceTimer

    init() {
        timer = DispatchSource.makeTimerSource(flags: .strict, queue: DispatchQueue(label: "pacer"))
        timer.schedule(deadline: .now(), repeating: .milliseconds(1), leeway: .nanoseconds(0))
        timer.setEventHandler { [unowned self] in tick() }
        timer.activate()
        timer.suspend()
    }

    deinit {
        // A suspended source must not be released.
        if !state.withLock({ $0.isTicking }) { timer.resume() }
        timer.cancel()
    }

    /// Returns at `moment` of `Monotonic`, or within a millisecond after it.
    func sleep(until moment: Int64) async {
        await withCheckedContinuation { continuation in
            let isLate = state.withLock { state in
                let tick = moment / Self.nanosecondsPerTick + 1
                if !state.isTicking {
                    state.woken = Monotonic.now / Self.nanosecondsPerTick
                    state.isTicking = true
                    timer.resume()
                }
                guard tick > state.woken else { return true }
                state.sleepers[tick, default: []].append(continuation)
                return false
            }
            if isLate { continuation.resume() }
        }
    }

    private func tick() {
        let due = state.withLock { state in
            let now = Monotonic.now / Self.nanosecondsPerTick
            var due: [CheckedContinuation<Void, Never>] = []
            while state.woken < now {
                state.woken += 1
                due += state.sleepers.removeValue(forKey: state.woken) ?? []
            }
            if state.sleepers.isEmpty, due.isEmpty {
                state.isTicking = false
                timer.suspend()
            }
            return due
        }
        for sleeper in due { sleeper.resume() }
    }
}
