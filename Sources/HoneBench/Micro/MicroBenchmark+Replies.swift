import Refinement
import Upstream

extension MicroBenchmark {
    /// What a model server streams, from the bytes of the network to what a method of refinement works on.
    static func replies() -> [MicroBenchmark] {
        [
            reply(name: "reply with log-probabilities", tokens: 256, top: 20),
            reply(name: "reply without", tokens: 256, top: 0),
        ]
    }

    private static func reply(name: String, tokens: Int, top: Int) -> MicroBenchmark {
        let stream = MicroReplies.stream(tokens: tokens, top: top)
        let pieces = MicroReplies.pieces(stream)
        return MicroBenchmark(name: name, unit: "token", items: tokens, input: stream) {
            var reader = ChatReplyReader(asked: 1, topLogprobs: top == 0 ? nil : top)
            var sum = 0
            func take() {
                while let event = reader.next() {
                    switch event {
                    case .delta(_, let text, _, let distributions):
                        sum += text.utf8.count
                        for token in distributions { sum += token.count + Int(token.logSum) }
                    case .finished(_, let completion): sum += completion.tokens?.count ?? 1
                    }
                }
            }
            for piece in pieces {
                reader.read(piece)
                take()
            }
            reader.end()
            take()
            return reader.failure == nil ? sum : -1
        }
    }
}
