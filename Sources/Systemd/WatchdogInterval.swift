import Glibc

/// How often a service manager wants a sign of life (sd_watchdog_enabled(3)).
enum WatchdogInterval {
    /// Reads the variables' values; they are somebody else's if they name another process.
    static func parse(microseconds: String?, pid: String?, of process: pid_t) -> Duration? {
        if let pid, pid_t(pid) != process { return nil }
        guard let count = microseconds.flatMap(Int64.init), count > 0 else { return nil }
        return .microseconds(count)
    }
}
