import Glibc
import Testing

@testable import Systemd

/// What a service manager hears, through a socket with a path and one with an abstract name.
struct ServiceManagerTests {
    private static let addresses = ["/tmp/hone-notify-\(getpid()).sock", "@hone-notify-\(getpid())"]

    private func listen(at address: String) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        unlink(address)
        let bound = try #require(NotifyAddress(address)).withSocketAddress { bind(descriptor, $0, $1) }
        try #require(bound == 0)
        return descriptor
    }

    private func message(_ descriptor: Int32) -> String {
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = recv(descriptor, &buffer, buffer.count, 0)
        return String(decoding: buffer.prefix(max(0, count)), as: UTF8.self)
    }

    @Test(arguments: addresses)
    func hearsOfEveryState(address: String) throws {
        let descriptor = try listen(at: address)
        defer {
            close(descriptor)
            unlink(address)
        }
        let manager = ServiceManager(socket: address)
        #expect(manager.isPresent)
        manager.ready(status: "listening")
        #expect(message(descriptor) == "READY=1\nSTATUS=listening")
        manager.reloading()
        let reloading = message(descriptor)
        #expect(reloading.hasPrefix("RELOADING=1\nMONOTONIC_USEC="))

        manager.stopping(status: "draining")
        #expect(message(descriptor) == "STOPPING=1\nSTATUS=draining")
        manager.alive()
        #expect(message(descriptor) == "WATCHDOG=1")
    }

    @Test(arguments: [nil, "", "@", "relative", "/" + String(repeating: "x", count: 200)])
    func isAbsentWithoutAnAddressThatCanBe(address: String?) {
        let manager = ServiceManager(socket: address)
        #expect(!manager.isPresent)
        manager.ready(status: "nobody hears this")
    }

    @Test(
        arguments: [
            ("30000000", nil, 30.0), ("30000000", "42", 30.0), ("30000000", "43", nil), (nil, nil, nil),
            ("0", nil, nil),
            ("x", nil, nil),
        ] as [(String?, String?, Double?)])
    func wantsSignsOfLifeOfThisProcessOnly(microseconds: String?, pid: String?, seconds: Double?) {
        let interval = WatchdogInterval.parse(microseconds: microseconds, pid: pid, of: 42)
        #expect(interval == seconds.map { .seconds($0) })
    }
}
