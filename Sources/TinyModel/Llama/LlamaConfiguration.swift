/// The hyper-parameters of a Llama model.
struct LlamaConfiguration: Equatable, Sendable {
    /// Width of the residual stream.
    let width: Int
    /// Transformer layers.
    let layers: Int
    /// Attention heads of the queries.
    let heads: Int
    /// Attention heads of the keys and values; each serves `heads / keyValueHeads` query heads.
    let keyValueHeads: Int
    /// Width of the feed-forward layer.
    let feedForwardWidth: Int
    /// Tokens that a sequence may have at most, prompt included.
    let contextTokens: Int
    /// Base of the rotary frequencies.
    let rotaryBase: Float
    /// Added to the mean square in RMSNorm.
    let normEpsilon: Float

    /// Width of one head.
    var headWidth: Int { width / heads }
    /// Width of all keys, or all values, of one position.
    var keyValueWidth: Int { keyValueHeads * headWidth }

    /// Reads `llama.*` and refuses what the kernels here are not made for.
    init(_ file: GGUF) throws(TinyModelError) {
        let architecture = try file.text("general.architecture")
        guard architecture == "llama" else { throw .unsupportedArchitecture(architecture) }
        width = try Self.size("llama.embedding_length", in: file, multipleOf: SIMD16<Float>.scalarCount)
        layers = try Self.size("llama.block_count", in: file)
        heads = try Self.size("llama.attention.head_count", in: file)
        feedForwardWidth = try Self.size(
            "llama.feed_forward_length", in: file, multipleOf: SIMD16<Float>.scalarCount)
        contextTokens = try Self.size("llama.context_length", in: file)
        normEpsilon = Float(try file.float("llama.attention.layer_norm_rms_epsilon"))
        let baseKey = "llama.rope.freq_base"
        rotaryBase = file.metadata[baseKey] == nil ? 10_000 : Float(try file.float(baseKey))
        let sharedHeadsKey = "llama.attention.head_count_kv"
        keyValueHeads = file.metadata[sharedHeadsKey] == nil ? heads : try Self.size(sharedHeadsKey, in: file)

        guard width.isMultiple(of: heads), (width / heads).isMultiple(of: SIMD16<Float>.scalarCount) else {
            throw .unusableValue(key: "llama.attention.head_count")
        }
        guard heads.isMultiple(of: keyValueHeads) else { throw .unusableValue(key: sharedHeadsKey) }
        let rotaryKey = "llama.rope.dimension_count"
        guard file.metadata[rotaryKey]?.int ?? headWidth == headWidth else { throw .unusableValue(key: rotaryKey) }
        let scalingKey = "llama.rope.scaling.type"
        guard file.metadata[scalingKey]?.text ?? "none" == "none" else { throw .unusableValue(key: scalingKey) }
    }

    /// Sizes above this would overflow products of them long after memory is gone.
    private static let largestSize = 1 << 20

    private static func size(
        _ key: String, in file: GGUF, multipleOf divisor: Int = 1
    ) throws(TinyModelError) -> Int {
        let size = try file.int(key)
        guard (1...largestSize).contains(size), size.isMultiple(of: divisor) else { throw .unusableValue(key: key) }
        return size
    }
}
