import Testing

@testable import hone_bench

struct PercentilesTests {
    @Test func takesSamplesAndInventsNone() {
        let hundred = Percentiles((1...100).reversed())
        #expect(hundred[0.5] == 50)
        #expect(hundred[0.99] == 99)
        #expect(hundred[0.999] == 100)
        #expect(hundred[1] == 100)
        #expect(hundred[0] == 1)
        #expect(Percentiles([7])[0.5] == 7)
        #expect(Percentiles([])[0.5] == nil)
    }

    @Test func waitingIsInOrder() {
        var waiting = Waiting<Int>()
        for number in 1...3 { waiting.append(number) }
        #expect(waiting.popFirst() == 1)
        waiting.append(4)
        #expect([waiting.popFirst(), waiting.popFirst(), waiting.popFirst(), waiting.popFirst()] == [2, 3, 4, nil])
        #expect(waiting.isEmpty)
    }
}
