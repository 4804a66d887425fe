import HTTP

extension MicroBenchmark {
    /// A stream of events cut into slices, as a proxy does, and read, as a client does.
    static func events() -> [MicroBenchmark] {
        let tokens = 200
        let stream = MicroReplies.stream(tokens: tokens, top: 0)
        let pieces = MicroReplies.pieces(stream)
        return [
            MicroBenchmark(name: "SSE splitter", unit: "event", items: tokens + 4, input: stream) {
                var splitter = SSESplitter()
                var sum = 0
                for piece in pieces {
                    splitter.append(piece)
                    while let slice = try splitter.next() { sum += slice.count }
                }
                return sum
            },
            MicroBenchmark(name: "SSE parser", unit: "event", items: tokens + 4, input: stream) {
                var parser = SSEParser()
                var sum = 0
                for piece in pieces {
                    parser.append(piece)
                    while let event = try parser.next() { sum += event.data.count }
                }
                return sum
            },
        ]
    }
}
