/// A weight matrix in panels of 16 outputs, each panel holding the 16 weights of input 0, then those of input 1, ….
///
/// Every output is one sum in the order of the inputs, in the same order however many rows are multiplied at a
/// time. So a sequence gets the same numbers bit for bit alone, in a batch, and in a prompt.
struct PackedMatrix: Sendable {
    /// Outputs of one panel, and what the width of an output row is rounded up to.
    static let panelWidth = SIMD16<Float>.scalarCount

    let inputs: Int
    /// Outputs, rounded up to whole panels; those beyond the weights given are zero.
    let outputs: Int
    private let panels: [Float]

    /// Packs a row-major matrix of `weights.count / inputs` outputs.
    init(_ weights: [Float], inputs: Int) {
        let rows = weights.count / inputs
        let panelCount = (rows + Self.panelWidth - 1) / Self.panelWidth
        var panels = [Float](repeating: 0, count: panelCount * Self.panelWidth * inputs)
        for row in 0..<rows {
            let panel = row / Self.panelWidth * Self.panelWidth * inputs
            for input in 0..<inputs {
                panels[panel + input * Self.panelWidth + row % Self.panelWidth] = weights[row * inputs + input]
            }
        }
        self.inputs = inputs
        self.outputs = panelCount * Self.panelWidth
        self.panels = panels
    }

    /// `output = matrix · input` for each of `rows` rows, or `output +=` with `adding`.
    func multiply(
        _ input: UnsafePointer<Float>, rows: Int, into output: UnsafeMutablePointer<Float>, adding: Bool = false
    ) {
        panels.withUnsafeBufferPointer { panels in
            guard var panel = panels.baseAddress else { return }
            for column in stride(from: 0, to: outputs, by: Self.panelWidth) {
                var row = 0
                while row + 2 <= rows {
                    let first = input + row * inputs
                    let (sum, next) = Self.dot(panel, first, first + inputs, count: inputs)
                    Self.put(sum, at: output + row * outputs + column, adding: adding)
                    Self.put(next, at: output + (row + 1) * outputs + column, adding: adding)
                    row += 2
                }
                if row < rows {
                    let sum = Self.dot(panel, input + row * inputs, count: inputs)
                    Self.put(sum, at: output + row * outputs + column, adding: adding)
                }
                panel += inputs * Self.panelWidth
            }
        }
    }

    @inline(__always)
    private static func dot(
        _ panel: UnsafePointer<Float>, _ row: UnsafePointer<Float>, count: Int
    ) -> SIMD16<Float> {
        var sum = SIMD16<Float>.zero
        var weights = UnsafeRawPointer(panel)
        for index in 0..<count {
            sum += weights.loadUnaligned(as: SIMD16<Float>.self) * SIMD16(repeating: row[index])
            weights += MemoryLayout<SIMD16<Float>>.size
        }
        return sum
    }

    /// Two rows at a time use each weight twice per load and fill the sixteen SSE registers.
    @inline(__always)
    private static func dot(
        _ panel: UnsafePointer<Float>, _ first: UnsafePointer<Float>, _ second: UnsafePointer<Float>, count: Int
    ) -> (SIMD16<Float>, SIMD16<Float>) {
        var sums = (SIMD16<Float>.zero, SIMD16<Float>.zero)
        var weights = UnsafeRawPointer(panel)
        for index in 0..<count {
            let weight = weights.loadUnaligned(as: SIMD16<Float>.self)
            sums.0 += weight * SIMD16(repeating: first[index])
            sums.1 += weight * SIMD16(repeating: second[index])
            weights += MemoryLayout<SIMD16<Float>>.size
        }
        return sums
    }

    @inline(__always)
    private static func put(_ sum: SIMD16<Float>, at output: UnsafeMutablePointer<Float>, adding: Bool) {
        output.store(adding ? output.load16() + sum : sum)
    }
}
