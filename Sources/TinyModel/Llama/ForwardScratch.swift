/// Where the intermediate results of one forward pass lie in its scratch memory, as offsets in floats.
struct ForwardScratch {
    /// The residual stream.
    let stream: Int
    /// What goes into a matrix: the normed stream, or what attention read.
    let normed: Int
    /// What comes out of the widest matrices: queries, keys and values; gate and up; logits.
    let projected: Int
    /// The gated inner row of the feed-forward layer.
    let gated: Int
    /// Attention scores of one row.
    let scores: Int
    /// Floats needed in all.
    let capacity: Int

    init(_ configuration: LlamaConfiguration, vocabulary: Int, rows: Int, positions: Int, _ attention: Attention) {
        let widest = max(
            configuration.width + 2 * configuration.keyValueWidth, 2 * configuration.feedForwardWidth,
            vocabulary + PackedMatrix.panelWidth)
        stream = 0
        normed = stream + rows * configuration.width
        projected = normed + rows * configuration.width
        gated = projected + rows * widest
        scores = gated + rows * configuration.feedForwardWidth
        capacity = scores + attention.scoreCount(positions: positions)
    }
}
