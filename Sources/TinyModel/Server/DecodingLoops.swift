import HTTPServer
import Synchronization

/// The threads that run the model: one per core, apart from those that serve connections.
///
/// Each step of a generation is queued anew on the loop with the fewest steps waiting, so requests take turns step by
/// step, and a request whose client has left simply queues no further step.
final class DecodingLoops: Sendable {
    private let loops: [Loop]
    private let waiting: Mutex<[Int]>

    init(count: Int) throws(ServerError) {
        loops = try (0..<count).map { (number) throws(ServerError) in try Loop(label: "hone.decode.\(number)") }
        waiting = Mutex(Array(repeating: 0, count: count))
    }

    /// Takes one step on one of the loops.
    func step(_ generation: inout Generation) async -> [TokenEvent] {
        let index = join()
        defer { leave(index) }
        let loop = loops[index]
        return await withTaskExecutorPreference(loop) {
            loop.checkIsolated()
            return generation.step()
        }
    }

    private func join() -> Int {
        waiting.withLock { waiting in
            let index = waiting.indices.min { waiting[$0] < waiting[$1] } ?? 0
            waiting[index] += 1
            return index
        }
    }

    private func leave(_ index: Int) {
        waiting.withLock { $0[index] -= 1 }
    }
}
