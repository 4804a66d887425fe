import JSON

extension MicroBenchmark {
    /// A body of 30 KB as a tree, and with one member replaced.
    static func json() throws -> [MicroBenchmark] {
        var text = MicroText(seed: 3)
        let messages = (0..<12).map { index -> JSON in
            ["role": index % 2 == 0 ? "user" : "assistant", "content": .string(text.prose(bytes: 2_500))]
        }
        let body: JSON = [
            "model": "small", "temperature": 0.7, "max_tokens": 512, "stream": false, "messages": .array(messages),
            "stop": ["\n\n", "END"], "seed": 42,
        ]
        let bytes = body.utf8
        let model = JSON.string("meta-llama/Llama-3.1-8B-Instruct").utf8
        let chunk = Array(MicroReplies.stream(tokens: 1, top: 20).split(separator: UInt8(ascii: "\n"))[1].dropFirst(6))
        return [
            MicroBenchmark(name: "JSON tree of a body", unit: "body", items: 1, input: bytes) {
                try JSON(parsing: bytes).object?.members.count ?? 0
            },
            MicroBenchmark(name: "JSON tree of a chunk", unit: "chunk", items: 1, input: chunk) {
                try JSON(parsing: chunk).object?.members.count ?? 0
            },
            MicroBenchmark(name: "JSON splice", unit: "body", items: 1, input: bytes) {
                try JSONOutline(bytes).setting("model", to: model).count
            },
            MicroBenchmark(name: "JSON written", unit: "body", items: 1, input: bytes) { body.utf8.count },
        ]
    }
}
