import Testing

@testable import Refinement

@Suite struct GroupConfidenceTests {
    @Test(arguments: [1, 2, 7, 64, 150])
    func isAtEveryTokenWhatTheWholeTraceWouldSay(window: Int) {
        var random = SeededGenerator(seed: 5)
        let trace = (0..<150).map { _ in Double.random(in: 0...20, using: &random) }
        var running = GroupConfidence(window: window)
        for count in 1...trace.count {
            running.append(trace[count - 1])
            let seen = Array(trace.prefix(count))
            let last = seen.suffix(window)
            #expect(running.count == count)
            #expect((running.current == nil) == (count < window))
            #expect(abs(running.last - last.reduce(0, +) / Double(last.count)) < 1e-9)
            // The measure of the complete trace is the same to the last digit.
            #expect(running.lowest == GroupConfidence.lowest(of: seen, window: window))
        }
        let groups = (0...trace.count - window).map { trace[$0..<$0 + window].reduce(0, +) / Double(window) }
        #expect(abs(running.lowest - (groups.min() ?? .nan)) < 1e-9)
    }

    @Test(arguments: [([], 32), ([100], 32), ([400, 200, 1_000], 100), ([200, 400], 75), ([90_000], 2_048)])
    func aGroupIsAQuarterOfATrace(lengths: [Int], window: Int) {
        #expect(GroupConfidence.window(forTracesOf: lengths) == window)
    }

    @Test func aShortTraceIsOneGroup() {
        #expect(GroupConfidence.lowest(of: [1, 2, 6], window: 4) == 3)
        #expect(GroupConfidence.meanOfLowestTenth(of: [1, 2, 6], window: 4) == 3)
        #expect(GroupConfidence.last(of: [1, 2, 6], window: 4) == 3)
        #expect(GroupConfidence(window: 4).lowest == -.infinity)
    }
}
