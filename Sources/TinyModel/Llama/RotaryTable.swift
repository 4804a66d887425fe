import Glibc

/// Cosines and sines of rotary position embedding (arXiv 2104.09864), for every position of the context.
struct RotaryTable: Sendable {
    private let headWidth: Int
    /// Per position the cosine and sine of each pair, one after the other.
    private let rotations: [Float]

    init(_ configuration: LlamaConfiguration) {
        headWidth = configuration.headWidth
        let pairs = headWidth / 2
        var rotations: [Float] = []
        rotations.reserveCapacity(configuration.contextTokens * headWidth)
        for position in 0..<configuration.contextTokens {
            for pair in 0..<pairs {
                let frequency = pow(Double(configuration.rotaryBase), -Double(pair) / Double(pairs))
                rotations.append(Float(cos(Double(position) * frequency)))
                rotations.append(Float(sin(Double(position) * frequency)))
            }
        }
        self.rotations = rotations
    }

    /// Turns the neighbouring pairs of each head: the layout of llama.cpp's files, not that of the paper's code.
    func rotate(_ heads: UnsafeMutablePointer<Float>, count: Int, position: Int) {
        rotations.withUnsafeBufferPointer { table in
            let rotation = table[(position * headWidth)..<((position + 1) * headWidth)]
            let base = rotation.startIndex
            for head in 0..<count {
                let values = heads + head * headWidth
                for even in stride(from: 0, to: headWidth, by: 2) {
                    let (x, y) = (values[even], values[even + 1])
                    let (cosine, sine) = (rotation[base + even], rotation[base + even + 1])
                    values[even] = x * cosine - y * sine
                    values[even + 1] = x * sine + y * cosine
                }
            }
        }
    }
}
