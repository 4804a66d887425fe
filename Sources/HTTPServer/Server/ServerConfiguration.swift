import Glibc

/// How a server is set up.
public struct ServerConfiguration: Sendable {
    /// Its bounds.
    public var limits: ServerLimits
    /// Its spans of time.
    public var timeouts: ServerTimeouts
    /// Threads of control; connections are dealt out to them in turn.
    public var loops: Int
    /// Connections the kernel keeps waiting for `accept`.
    public var backlog: Int32 = 1024

    /// A configuration with two loops or as many as there are cores, unless `loops` says otherwise.
    public init(limits: ServerLimits = .init(), timeouts: ServerTimeouts = .init(), loops: Int? = nil) {
        self.limits = limits
        self.timeouts = timeouts
        self.loops = max(1, loops ?? max(2, sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    }

    /// Connections open at once.
    var connectionCap: Int {
        if let cap = limits.maxConnections { return cap }
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1 }
        return max(1, Int(clamping: limit.rlim_cur) - limits.reservedDescriptors)
    }
}
