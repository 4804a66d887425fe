import Testing

@Suite struct PythonRandomTests {
    @Test func drawsWhatPythonDraws() {
        var random = PythonRandom(seed: 0)
        let expected: [UInt32] = [3_626_764_237, 1_654_615_998, 3_255_389_356, 3_823_568_514, 1_806_341_205]
        #expect((0..<5).map { _ in random.bits(32) } == expected)
    }

    @Test func samplesWhatPythonSamples() {
        var random = PythonRandom(seed: 0)
        #expect(random.sample(Array(0..<40), 5) == [24, 26, 2, 16, 32])
        #expect(random.sample(Array(0..<40), 5) == [31, 25, 19, 30, 22])
    }
}
