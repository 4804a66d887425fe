/// The weights of one transformer layer.
struct LlamaLayer: Sendable {
    let attentionNorm: [Float]
    /// Queries, keys and values, one below the other.
    let queryKeyValue: PackedMatrix
    let attentionOutput: PackedMatrix
    let feedForwardNorm: [Float]
    /// The gate and what it gates, one below the other.
    let gateUp: PackedMatrix
    let down: PackedMatrix

    init(_ index: Int, of file: GGUF, _ configuration: LlamaConfiguration) throws(TinyModelError) {
        let (width, inner) = (configuration.width, configuration.feedForwardWidth)
        let sharedWidth = configuration.keyValueWidth
        func weights(_ name: String, _ shape: Int...) throws(TinyModelError) -> [Float] {
            try file.floats(named: "blk.\(index).\(name).weight", shape: shape)
        }
        attentionNorm = try weights("attn_norm", width)
        queryKeyValue = PackedMatrix(
            try weights("attn_q", width, width)
                + weights("attn_k", width, sharedWidth)
                + weights("attn_v", width, sharedWidth),
            inputs: width)
        attentionOutput = PackedMatrix(try weights("attn_output", width, width), inputs: width)
        feedForwardNorm = try weights("ffn_norm", width)
        gateUp = PackedMatrix(
            try weights("ffn_gate", width, inner) + weights("ffn_up", width, inner), inputs: width)
        down = PackedMatrix(try weights("ffn_down", inner, width), inputs: inner)
    }
}
