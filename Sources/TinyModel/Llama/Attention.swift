/// Causal attention of one position over everything up to and including it.
struct Attention: Sendable {
    private let heads: Int
    private let headWidth: Int
    /// Query heads that share one head of keys and values.
    private let groupSize: Int
    private let scale: Float

    init(_ configuration: LlamaConfiguration) {
        heads = configuration.heads
        headWidth = configuration.headWidth
        groupSize = configuration.heads / configuration.keyValueHeads
        scale = 1 / Float(configuration.headWidth).squareRoot()
    }

    /// Floats of scratch memory that `attend` needs for a sequence of `positions`.
    func scoreCount(positions: Int) -> Int {
        let lanes = KeyValueCache.blockPositions
        return heads * ((positions + lanes - 1) / lanes * lanes)
    }

    /// Writes softmax(query · keys / √width) · values of the first `positions` positions to `output`.
    func attend(
        _ query: UnsafePointer<Float>, to cache: KeyValueCache, layer: Int, positions: Int,
        scores: UnsafeMutablePointer<Float>, output: UnsafeMutablePointer<Float>
    ) {
        let lanes = KeyValueCache.blockPositions
        let blocks = (positions + lanes - 1) / lanes
        for block in 0..<blocks {
            cache.withBlock(block, layer: layer) { keys, _ in
                for head in 0..<heads {
                    let target = scores + (head * blocks + block) * lanes
                    target.store(score(query, keys, head: head))
                }
            }
        }
        for head in 0..<heads {
            Self.softmax(scores + head * blocks * lanes, count: positions, blocks: blocks)
        }
        output.update(repeating: 0, count: heads * headWidth)
        for block in 0..<blocks {
            let filled = min(lanes, positions - block * lanes)
            cache.withBlock(block, layer: layer) { _, values in
                for head in 0..<heads {
                    add(values, weighted: scores + (head * blocks + block) * lanes, filled, head: head, to: output)
                }
            }
        }
    }

    @inline(__always)
    private func score(_ query: UnsafePointer<Float>, _ keys: UnsafePointer<Float>, head: Int) -> SIMD16<Float> {
        let query = query + head * headWidth
        var keys = keys + head / groupSize * headWidth * KeyValueCache.blockPositions
        var sum = SIMD16<Float>.zero
        for index in 0..<headWidth {
            sum += keys.load16() * SIMD16(repeating: query[index])
            keys += KeyValueCache.blockPositions
        }
        return sum * scale
    }

    /// Softmax in place over the first `count` scores; lanes beyond them become zero.
    @inline(__always)
    private static func softmax(_ scores: UnsafeMutablePointer<Float>, count: Int, blocks: Int) {
        let lanes = KeyValueCache.blockPositions
        for index in count..<blocks * lanes {
            scores[index] = -.infinity
        }
        var highest = scores.load16()
        for block in 1..<max(blocks, 1) {
            highest = pointwiseMax(highest, (scores + block * lanes).load16())
        }
        let maximum = SIMD16<Float>(repeating: highest.max())
        var sum = SIMD16<Float>.zero
        for block in 0..<blocks {
            let score = (scores + block * lanes).load16()
            let weight = VectorMath.exp(score - maximum).replacing(with: 0, where: score .== -.infinity)
            (scores + block * lanes).store(weight)
            sum += weight
        }
        let inverse = 1 / sum.sum()
        for block in 0..<blocks {
            (scores + block * lanes).store((scores + block * lanes).load16() * inverse)
        }
    }

    @inline(__always)
    private func add(
        _ values: UnsafePointer<Float>, weighted weights: UnsafePointer<Float>, _ count: Int, head: Int,
        to output: UnsafeMutablePointer<Float>
    ) {
        let width = heads / groupSize * headWidth
        let sharedHead = head / groupSize
        for part in stride(from: 0, to: headWidth, by: SIMD16<Float>.scalarCount) {
            let target = output + head * headWidth + part
            var value = values + sharedHead * headWidth + part
            var sum = target.load16()
            for position in 0..<count {
                sum += value.load16() * SIMD16(repeating: weights[position])
                value += width
            }
            target.store(sum)
        }
    }
}
