import Testing

@testable import Systemd

/// What a service manager says of the sockets that it hands over.
struct InheritedSocketTests {
    @Test func isTheFirstDescriptorAfterTheStandardOnes() throws {
        let descriptor = try InheritedSocket.descriptor(pid: "42", count: "1", of: 42)
        #expect(descriptor == 3)
    }

    @Test(
        arguments: [(nil, nil), (nil, "1"), ("42", nil), ("43", "1"), ("42", "0"), ("x", "1")] as [(String?, String?)])
    func isNotThereUnlessItIsMeantForThisProcess(pid: String?, count: String?) throws {
        let descriptor = try InheritedSocket.descriptor(pid: pid, count: count, of: 42)
        #expect(descriptor == nil)
    }

    @Test func isOnlyOne() {
        #expect(throws: SystemdError.wrongCount(2)) { try InheritedSocket.descriptor(pid: "42", count: "2", of: 42) }
        #expect(throws: SystemdError.malformedCount("a")) {
            try InheritedSocket.descriptor(pid: "42", count: "a", of: 42)
        }
    }
}
