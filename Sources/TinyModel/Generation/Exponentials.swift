import Glibc

extension [Float] {
    /// e^x of every element.
    func exponentials() -> [Float] {
        let lanes = SIMD16<Float>.scalarCount
        return [Float](unsafeUninitializedCapacity: count) { result, initialized in
            for start in stride(from: 0, to: count, by: lanes) {
                var part = SIMD16<Float>.zero
                let width = Swift.min(lanes, count - start)
                for lane in 0..<width {
                    part[lane] = self[start + lane]
                }
                part = VectorMath.exp(part)
                for lane in 0..<width {
                    result.initializeElement(at: start + lane, to: part[lane])
                }
            }
            initialized = count
        }
    }

    /// Logits as log-probabilities: x − log Σ e^x.
    func logSoftmax() -> [Float] {
        let highest = self.max() ?? 0
        let sum = map { $0 - highest }.exponentials().reduce(0, +)
        let logSum = highest + log(sum)
        return map { $0 - logSum }
    }
}
