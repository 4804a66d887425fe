/// A Llama model, ready to run: RMSNorm, rotary positions, SwiGLU, in 32-bit floats (arXiv 2302.13971).
final class LlamaModel: Sendable {
    let configuration: LlamaConfiguration
    let tokenizer: Tokenizer
    let template: ChatTemplate
    private let embeddings: [Float]
    private let layers: [LlamaLayer]
    private let outputNorm: [Float]
    private let output: PackedMatrix
    private let rotary: RotaryTable
    private let attention: Attention

    init(_ file: GGUF) throws(TinyModelError) {
        let configuration = try LlamaConfiguration(file)
        let tokenizer = try Tokenizer(file)
        let shape = [configuration.width, tokenizer.count]
        let embeddings = try file.floats(named: "token_embd.weight", shape: shape)
        let head = "output.weight"
        self.output = PackedMatrix(
            // Small models use the embeddings for the output as well, and such a file has no output layer.
            file.tensors[head] == nil ? embeddings : try file.floats(named: head, shape: shape),
            inputs: configuration.width)
        var layers: [LlamaLayer] = []
        for index in 0..<configuration.layers {
            layers.append(try LlamaLayer(index, of: file, configuration))
        }
        self.layers = layers
        self.outputNorm = try file.floats(named: "output_norm.weight", shape: [configuration.width])
        self.template = try ChatTemplate(file, tokenizer: tokenizer)
        self.rotary = RotaryTable(configuration)
        self.attention = Attention(configuration)
        self.embeddings = embeddings
        self.tokenizer = tokenizer
        self.configuration = configuration
    }

    /// Runs `rows` through the model, each as the next token of its sequence, and adds them to the caches.
    ///
    /// All rows share one pass over the weights; several rows of the same sequence are taken in order.
    /// Returns the scores (logits) of all tokens for each row that wants them, in the order of the rows.
    /// No sequence may grow beyond `configuration.contextTokens`.
    func forward(_ rows: [TokenRow], caches: inout [KeyValueCache]) -> [[Float]] {
        let positions = rows.map { caches[$0.sequence].reserve() }
        let scratch = ForwardScratch(
            configuration, vocabulary: tokenizer.count, rows: rows.count, positions: (positions.max() ?? 0) + 1,
            attention)
        return withUnsafeTemporaryAllocation(of: Float.self, capacity: scratch.capacity) { memory in
            guard let base = memory.baseAddress else { return [] }
            embed(rows, into: base + scratch.stream)
            for index in layers.indices {
                attend(index, rows, positions, caches: &caches, base, scratch)
                feedForward(layers[index], rows: rows.count, base, scratch)
            }
            return logits(rows, base, scratch)
        }
    }

    private func embed(_ rows: [TokenRow], into stream: UnsafeMutablePointer<Float>) {
        let width = configuration.width
        embeddings.withUnsafeBufferPointer { table in
            for (index, row) in rows.enumerated() {
                for column in 0..<width {
                    stream[index * width + column] = table[row.token * width + column]
                }
            }
        }
    }

    private func attend(
        _ index: Int, _ rows: [TokenRow], _ positions: [Int], caches: inout [KeyValueCache],
        _ base: UnsafeMutablePointer<Float>, _ scratch: ForwardScratch
    ) {
        let layer = layers[index]
        let (width, sharedWidth) = (configuration.width, configuration.keyValueWidth)
        let projected = base + scratch.projected
        normalize(base + scratch.stream, rows: rows.count, by: layer.attentionNorm, into: base + scratch.normed)
        layer.queryKeyValue.multiply(base + scratch.normed, rows: rows.count, into: projected)
        for (number, row) in rows.enumerated() {
            let query = projected + number * layer.queryKeyValue.outputs
            let key = query + width
            // Keys follow the queries, so both are turned in one go.
            rotary.rotate(query, count: configuration.heads + configuration.keyValueHeads, position: positions[number])
            caches[row.sequence].store(key: key, value: key + sharedWidth, layer: index, position: positions[number])
        }
        for (number, row) in rows.enumerated() {
            attention.attend(
                projected + number * layer.queryKeyValue.outputs, to: caches[row.sequence], layer: index,
                positions: positions[number] + 1, scores: base + scratch.scores,
                output: base + scratch.normed + number * width)
        }
        layer.attentionOutput.multiply(
            base + scratch.normed, rows: rows.count, into: base + scratch.stream, adding: true)
    }

    private func feedForward(
        _ layer: LlamaLayer, rows: Int, _ base: UnsafeMutablePointer<Float>, _ scratch: ForwardScratch
    ) {
        let inner = configuration.feedForwardWidth
        normalize(base + scratch.stream, rows: rows, by: layer.feedForwardNorm, into: base + scratch.normed)
        layer.gateUp.multiply(base + scratch.normed, rows: rows, into: base + scratch.projected)
        let gated = base + scratch.gated
        for row in 0..<rows {
            let gate = base + scratch.projected + row * 2 * inner
            for column in stride(from: 0, to: inner, by: SIMD16<Float>.scalarCount) {
                let product = VectorMath.silu((gate + column).load16()) * (gate + inner + column).load16()
                (gated + row * inner + column).store(product)
            }
        }
        layer.down.multiply(gated, rows: rows, into: base + scratch.stream, adding: true)
    }

    private func logits(
        _ rows: [TokenRow], _ base: UnsafeMutablePointer<Float>, _ scratch: ForwardScratch
    ) -> [[Float]] {
        let width = configuration.width
        let wanted = rows.indices.filter { rows[$0].wantsLogits }
        for (target, row) in wanted.enumerated() {
            normalize(
                base + scratch.stream + row * width, rows: 1, by: outputNorm,
                into: base + scratch.normed + target * width)
        }
        output.multiply(base + scratch.normed, rows: wanted.count, into: base + scratch.projected)
        return wanted.indices.map { target in
            Array(
                UnsafeBufferPointer(start: base + scratch.projected + target * output.outputs, count: tokenizer.count))
        }
    }

    /// RMSNorm of each row (arXiv 1910.07467).
    private func normalize(
        _ input: UnsafePointer<Float>, rows: Int, by weights: [Float], into output: UnsafeMutablePointer<Float>
    ) {
        let width = configuration.width
        weights.withUnsafeBufferPointer { weights in
            guard let weights = weights.baseAddress else { return }
            for row in 0..<rows {
                let (input, output) = (input + row * width, output + row * width)
                var squares = SIMD16<Float>.zero
                for column in stride(from: 0, to: width, by: SIMD16<Float>.scalarCount) {
                    let part = (input + column).load16()
                    squares += part * part
                }
                let scale = 1 / (squares.sum() / Float(width) + configuration.normEpsilon).squareRoot()
                for column in stride(from: 0, to: width, by: SIMD16<Float>.scalarCount) {
                    (output + column).store((input + column).load16() * scale * (weights + column).load16())
                }
            }
        }
    }
}
