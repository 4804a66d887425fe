/// What is known of how a server takes `n`, found out by counting what came back. Pure: observations in, call sizes out.
///
/// vLLM, SGLang and OpenAI honour it; Ollama ignores it; llama.cpp refuses more choices than it has slots.
struct ChoiceCapability: Sendable, Hashable {
    /// The most choices of one call that all came back.
    private var honoured = 1
    /// The fewest choices that were asked for and did not come back.
    private var refused: Int?
    /// A call for so many choices was refused, perhaps for another reason.
    private var suspicion: Suspicion?

    private struct Suspicion: Hashable {
        let choices: Int
        let request: Int
    }

    /// Notes that a call for so many choices, of the request of that number, brought that many.
    mutating func note(asked: Int, received: Int, by request: Int) {
        if received < asked {
            refuse(asked)
        } else if asked > 1 {
            honoured = max(honoured, asked)
        } else if let suspicion, suspicion.request == request {
            // The same request is taken with one choice, so it was the number that was refused.
            refuse(suspicion.choices)
        }
    }

    /// Notes that a call for so many choices, of the request of that number, was refused, whatever the reason; a number
    /// that is known to work was not it.
    mutating func suspect(_ asked: Int, by request: Int) {
        guard asked > max(1, honoured) else { return }
        if let suspicion, suspicion.request == request, suspicion.choices < asked { return }
        suspicion = Suspicion(choices: asked, request: request)
    }

    private mutating func refuse(_ asked: Int) {
        suspicion = nil
        guard asked > 1 else { return }
        refused = min(refused ?? asked, asked)
        honoured = min(honoured, asked - 1)
    }

    /// The sizes of the calls by which `count` samples are best asked for, none above `limit`.
    ///
    /// The last `spare` samples may turn out not to be needed; no call asks for them together with one that is, because
    /// a call can only be cancelled as a whole, and then its cost is not told.
    ///
    /// Before anything is known every sample has a call of its own but the last two, which share one: if the server
    /// ignores `n`, the sample that must then be asked for again is the one that a vote is least likely to wait for.
    func callSizes(for count: Int, spare: Int, limit: Int) -> [Int] {
        let size = size(limit: limit)
        if size == nil, count > 1, limit > 1 { return Array(repeating: 1, count: count - 2) + [2] }
        return Self.chunks(of: size ?? 1, in: count - spare) + Self.chunks(of: size ?? 1, in: spare)
    }

    /// How many choices a call may ask for, nil as long as nothing is known.
    private func size(limit: Int) -> Int? {
        guard let refused else { return honoured > 1 ? limit : nil }
        // Below what was refused, twice what is known to work is worth a try.
        return honoured > 1 ? min(limit, max(honoured, min(2 * honoured, refused - 1))) : 1
    }

    private static func chunks(of size: Int, in count: Int) -> [Int] {
        stride(from: 0, to: count, by: size).map { min(size, count - $0) }
    }
}
