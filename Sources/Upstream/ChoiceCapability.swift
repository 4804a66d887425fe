/// What is known of how a server takes `n`, found out by counting what came back. Pure: observations in, call sizes out.
///
/// vLLM, SGLang and OpenAI honour it; Ollama ignores it; llama.cpp refuses more choices than it has slots.
struct ChoiceCapability: Sendable, Hashable {
    /// The most choices of one call that all came back.
    private var honoured = 1
    /// The fewest choices that were asked for and did not come back.
    private var refused: Int?

    /// Notes that a call for so many choices brought that many.
    mutating func note(asked: Int, received: Int) {
        guard asked > 1 else { return }
        if received >= asked { honoured = max(honoured, asked) } else { refuse(asked) }
    }

    /// Notes that the server refused a call for so many choices.
    mutating func refuse(_ asked: Int) {
        refused = min(refused ?? asked, asked)
        if let refused, honoured >= refused { honoured = refused - 1 }
    }

    /// The sizes of the calls by which `count` samples are best asked for, none above `limit`.
    ///
    /// Before anything is known every sample has a call of its own but the last two, which share one: if the server
    /// ignores `n`, the sample that must then be asked for again is the one that a vote is least likely to wait for.
    func callSizes(for count: Int, limit: Int) -> [Int] {
        switch (honoured, refused) {
        case (1, nil) where count > 1 && limit > 1: Array(repeating: 1, count: count - 2) + [2]
        case (1, _): Array(repeating: 1, count: count)
        case (_, nil): Self.chunks(of: limit, in: count)
        case (let honoured, let refused?):
            Self.chunks(of: min(limit, max(honoured, min(2 * honoured, refused - 1))), in: count)
        }
    }

    private static func chunks(of size: Int, in count: Int) -> [Int] {
        stride(from: 0, to: count, by: size).map { min(size, count - $0) }
    }
}
