import Glibc

/// The listening socket that the service manager has opened for this process (sd_listen_fds(3)).
public enum InheritedSocket {
    /// The first descriptor that is handed over.
    static let firstDescriptor: Int32 = 3

    /// The socket's descriptor if there is one; the variables that tell are taken away, so that no child takes them for
    /// its own.
    ///
    /// - Throws: `SystemdError`.
    public static func take() throws(SystemdError) -> Int32? {
        func value(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
        let (pid, count) = (value("LISTEN_PID"), value("LISTEN_FDS"))
        for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] { unsetenv(name) }
        return try descriptor(pid: pid, count: count, of: getpid())
    }

    /// The same from the variables' values; they are somebody else's if they name another process.
    static func descriptor(pid: String?, count: String?, of process: pid_t) throws(SystemdError) -> Int32? {
        guard let pid, let count, pid_t(pid) == process else { return nil }
        guard let number = Int(count), number >= 0 else { throw .malformedCount(count) }
        guard number > 0 else { return nil }
        guard number == 1 else { throw .wrongCount(number) }
        return firstDescriptor
    }
}
