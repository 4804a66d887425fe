import Testing

@testable import TinyModel

@Suite struct SamplerTests {
    private func counts(_ logits: [Float], temperature: Float, topP: Float, draws: Int = 20_000) -> [Double] {
        var sampler = Sampler(temperature: temperature, topP: topP, seed: 1)
        var counts = [Double](repeating: 0, count: logits.count)
        for _ in 0..<draws {
            counts[sampler.pick(logits)] += 1 / Double(draws)
        }
        return counts
    }

    @Test func temperatureZeroPicksTheBest() {
        #expect(counts([1, 3, 2], temperature: 0, topP: 1, draws: 1) == [0, 1, 0])
    }

    @Test func drawsAsOftenAsTheModelSays() {
        let expected = [0.1, 0.2, 0.3, 0.4]
        let found = counts([0.1, 0.2, 0.3, 0.4].logarithms, temperature: 1, topP: 1)
        #expect(zip(found, expected).allSatisfy { abs($0 - $1) < 0.015 })
    }

    @Test func aHigherTemperatureEvensOut() {
        // Temperature 2 takes the square root of each weight.
        let found = counts([0.1, 0.9].logarithms, temperature: 2, topP: 1)
        #expect(abs(found[0] - 0.25) < 0.015)
    }

    @Test func topPKeepsTheFewestThatReachIt() {
        #expect(counts([0.1, 0.2, 0.3, 0.4].logarithms, temperature: 1, topP: 0.65)[..<2] == [0, 0])
        #expect(counts([0.1, 0.2, 0.3, 0.4].logarithms, temperature: 1, topP: 0)[3] > 0.999)
    }

    @Test func theSeedDecidesEverything() {
        let logits: [Float] = [0, 0, 0, 0, 0, 0, 0, 0]
        func draw(_ seed: UInt64) -> [Int] {
            var sampler = Sampler(temperature: 1, topP: 1, seed: seed)
            return (0..<32).map { _ in sampler.pick(logits) }
        }
        #expect(draw(5) == draw(5))
        #expect(draw(5) != draw(6))
    }

    /// The first numbers of Vigna's reference implementation for seed 1234567.
    @Test func splitMixGivesTheReferenceNumbers() {
        var random = SplitMix64(seed: 1_234_567)
        #expect([random.next(), random.next()] == [6_457_827_717_110_365_317, 3_203_168_211_198_807_973])
    }
}

extension [Float] {
    fileprivate var logarithms: [Float] { map { Float(ScalarMath.logarithm(Double($0))) } }

}
