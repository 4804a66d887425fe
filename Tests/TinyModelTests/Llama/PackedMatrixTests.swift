import Testing

@testable import TinyModel

@Suite struct PackedMatrixTests {
    private func multiply(_ matrix: PackedMatrix, _ input: [Float], rows: Int, onto start: [Float]? = nil) -> [Float] {
        var output = start ?? [Float](repeating: 0, count: rows * matrix.outputs)
        output.withUnsafeMutableBufferPointer { output in
            guard let base = output.baseAddress else { return }
            matrix.multiply(input, rows: rows, into: base, adding: start != nil)
        }
        return output
    }

    @Test func multipliesAndPadsToWholePanels() {
        // 17 outputs of 2 inputs: output i is i·x + y.
        let matrix = PackedMatrix((0..<17).flatMap { [Float($0), 1] }, inputs: 2)
        #expect(matrix.outputs == 32)
        let output = multiply(matrix, [2, 5], rows: 1)
        let expected: [Float] = (0..<17).map { Float(2 * $0 + 5) } + [Float](repeating: 0, count: 15)
        #expect(output == expected)
        #expect(multiply(matrix, [2, 5], rows: 1, onto: output) == expected.map { 2 * $0 })
    }

    @Test(arguments: 1...5)
    func givesEachRowTheSameBitsInEveryBatch(_ rows: Int) {
        var random = SplitMix64(seed: 7)
        let matrix = PackedMatrix((0..<48 * 33).map { _ in random.unit() - 0.5 }, inputs: 33)
        let input = (0..<rows * 33).map { _ in random.unit() - 0.5 }
        let alone = (0..<rows).flatMap { multiply(matrix, Array(input[($0 * 33)..<($0 * 33 + 33)]), rows: 1) }
        #expect(multiply(matrix, input, rows: rows) == alone)
    }
}
