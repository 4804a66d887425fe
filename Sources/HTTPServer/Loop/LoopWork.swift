/// Something to run on a loop.
enum LoopWork: Sendable {
    /// A piece of a task; the loop is kept until it has run.
    case job(UnownedJob, on: Loop)
    case closure(@Sendable () -> Void)

    func run() {
        switch self {
        case .job(let job, let loop):
            // Run as the task executor's, not isolated to the loop: most jobs are handlers' nonisolated code, which
            // would otherwise be enqueued anew at each call of an async function. Actors on the loop lose nothing,
            // since `checkIsolated` answers for them.
            job.runSynchronously(on: loop.asUnownedTaskExecutor())
        case .closure(let body):
            body()
        }
    }
}
