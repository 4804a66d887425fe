/// The keys and values of one sequence so far, in blocks of 16 positions.
///
/// A copy shares its blocks with the original until one of the two writes, and then only the last, partly filled
/// block is copied. So the choices of a request hold their prompt once between them.
struct KeyValueCache: Sendable {
    /// Positions of a block: the lanes in which attention scores are computed.
    static let blockPositions = SIMD16<Float>.scalarCount

    /// Positions reserved so far.
    private(set) var count = 0
    private let width: Int
    private let layers: Int
    /// Each block: per layer the keys, `width` rows of 16 positions, then the values, 16 positions of `width`.
    private var blocks: [[Float]] = []

    init(_ configuration: LlamaConfiguration) {
        width = configuration.keyValueWidth
        layers = configuration.layers
    }

    private var layerSize: Int { 2 * width * Self.blockPositions }

    /// Makes room for one more position and returns it.
    mutating func reserve() -> Int {
        if count.isMultiple(of: Self.blockPositions) {
            blocks.append([Float](repeating: 0, count: layers * layerSize))
        }
        defer { count += 1 }
        return count
    }

    /// Keeps what `layer` computed for a reserved position.
    mutating func store(
        key: UnsafePointer<Float>, value: UnsafePointer<Float>, layer: Int, position: Int
    ) {
        let lane = position % Self.blockPositions
        let (width, start) = (width, layer * layerSize)
        blocks[position / Self.blockPositions].withUnsafeMutableBufferPointer { block in
            guard let base = block.baseAddress else { return }
            let keys = base + start + lane
            for index in 0..<width {
                keys[index * Self.blockPositions] = key[index]
            }
            (base + start + width * Self.blockPositions + lane * width).update(from: value, count: width)
        }
    }

    /// Passes the keys and the values of one block of 16 positions, both of `layer`.
    @inline(__always)
    func withBlock(
        _ index: Int, layer: Int, _ body: (_ keys: UnsafePointer<Float>, _ values: UnsafePointer<Float>) -> Void
    ) {
        blocks[index].withUnsafeBufferPointer { block in
            guard let base = block.baseAddress else { return }
            let keys = base + layer * layerSize
            body(keys, keys + width * Self.blockPositions)
        }
    }
}
