import Glibc

/// The service manager that started this process, told of its state (sd_notify(3)); nobody without `NOTIFY_SOCKET`.
///
/// A manager that cannot be reached is no reason not to serve, so nothing here fails.
public final class ServiceManager: Sendable {
    private let descriptor: Int32
    private let address: NotifyAddress?
    /// How often it wants a sign of life; nil if it does not.
    public let watchdogInterval: Duration?

    /// The manager that the environment names; the variables are taken away, so that no child speaks for this process.
    public convenience init() {
        func value(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }
        let socket = value("NOTIFY_SOCKET")
        let watchdog = WatchdogInterval.parse(
            microseconds: value("WATCHDOG_USEC"), pid: value("WATCHDOG_PID"), of: getpid())
        for name in ["NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"] { unsetenv(name) }
        self.init(socket: socket, watchdogInterval: watchdog)
    }

    init(socket path: String?, watchdogInterval: Duration? = nil) {
        address = path.flatMap(NotifyAddress.init)
        self.watchdogInterval = watchdogInterval
        let type = Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue)
        descriptor = address == nil ? -1 : socket(AF_UNIX, type, 0)
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// Whether there is one.
    public var isPresent: Bool { descriptor >= 0 }

    /// It serves; `status` is for people to read.
    public func ready(status: String) { send("READY=1\nSTATUS=\(status)") }

    /// It reads its configuration again, and says when it is ready.
    public func reloading() {
        var now = timespec()
        clock_gettime(CLOCK_MONOTONIC, &now)
        send("RELOADING=1\nMONOTONIC_USEC=\(now.tv_sec * 1_000_000 + now.tv_nsec / 1_000)")
    }

    /// It ends.
    public func stopping(status: String) { send("STOPPING=1\nSTATUS=\(status)") }

    /// It is alive.
    public func alive() { send("WATCHDOG=1") }

    private func send(_ message: String) {
        guard descriptor >= 0, let address else { return }
        let bytes = Array(message.utf8)
        address.withSocketAddress { pointer, length in
            _ = sendto(descriptor, bytes, bytes.count, Int32(MSG_NOSIGNAL), pointer, length)
        }
    }
}
