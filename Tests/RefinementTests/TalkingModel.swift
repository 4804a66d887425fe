import JSON
import Synchronization

@testable import Refinement

/// A model whose reply to each call a test writes down, and which remembers what it was asked.
final class TalkingModel: LanguageModel {
    /// What it was asked, as a test sees it.
    struct Asked: Sendable {
        /// The place among the calls to this model, from 0.
        let number: Int
        let call: ModelCall

        /// The last message's text.
        var prompt: String { call.conversation.messages.last?.text ?? "" }
        var seed: Int? { call.sampling["seed"]?.int }
    }

    let name = "talking"
    private let asked = Mutex<[Asked]>([])
    private let reply: @Sendable (Asked) async -> ScriptedModel.Line

    init(reply: @escaping @Sendable (Asked) async -> ScriptedModel.Line) { self.reply = reply }

    /// Says one line after the other, the last one again and again.
    convenience init(_ lines: [ScriptedModel.Line]) {
        self.init { lines[min($0.number, lines.count - 1)] }
    }

    /// Says these texts one after the other, the last one again and again.
    convenience init(_ texts: String...) { self.init(texts.map { .says($0) }) }

    /// Every call so far, in order of arrival.
    var calls: [Asked] { asked.withLock { $0 } }
    var prompts: [String] { calls.map(\.prompt) }

    func callSizes(for count: Int, spare: Int) -> [Int] { Array(repeating: 1, count: count) }

    var logprobSupport: LogprobSupport? { nil }
    func learn(_: LogprobSupport) {}

    func generate(_ call: ModelCall) -> any CompletionStream {
        let asked = asked.withLock { all in
            all.append(Asked(number: all.count, call: call))
            return all[all.count - 1]
        }
        return TalkingStream(asked: asked, reply: reply)
    }
}

/// Tells a reply word by word, then whole, as a streaming server does.
struct TalkingStream: CompletionStream {
    let asked: TalkingModel.Asked
    let reply: @Sendable (TalkingModel.Asked) async -> ScriptedModel.Line
    var line: ScriptedModel.Line?
    var words: [String] = []
    var isFinished = false
    var progress = CallProgress()

    mutating func next() async throws -> CompletionEvent? {
        progress.isSent = true
        if line == nil {
            let line = await reply(asked)
            self.line = line
            if case .says(let text, _) = line {
                words = text.split(separator: " ", omittingEmptySubsequences: false).map { $0 + " " }
                if let last = words.popLast() { words.append(String(last.dropLast())) }
            }
        }
        try Task.checkCancellation()
        guard !isFinished, let line else { return nil }
        if !words.isEmpty {
            progress.tokensSeen += 1
            return .delta(choice: 0, text: words.removeFirst(), tokens: 1)
        }
        switch line {
        case .says(let text, let finish): return finished(["role": "assistant", "content": .string(text)], finish)
        case .spells(let spelt, let finish):
            return finished(["role": "assistant", "content": .string(spelt.map(\.text).joined())], finish)
        case .calls(let name, let arguments):
            let function: JSON = ["name": .string(name), "arguments": .string(arguments)]
            let call: JSON = ["id": "call_0", "type": "function", "function": function]
            return finished(["role": "assistant", "content": nil, "tool_calls": [call]], "tool_calls")
        case .fails(let error): throw error
        case .isMissing: return nil
        case .hangs(let tokens):
            if progress.tokensSeen < tokens {
                progress.tokensSeen += 1
                return .delta(choice: 0, text: "x", tokens: 1)
            }
            try await Task.sleep(for: .seconds(3_600))
            return nil
        }
    }

    private mutating func finished(_ message: JSON, _ reason: String) -> CompletionEvent {
        isFinished = true
        progress.reported = TokenUsage(prompt: 10, completion: progress.tokensSeen)
        return .finished(
            choice: 0, Completion(message: message.object ?? JSON.Object(), finishReason: reason))
    }
}

/// The models of one refinement, and what becomes of it.
struct Cast {
    var generator = TalkingModel("The answer is 6.")
    var critic = TalkingModel(Review(problem: "The sum is wrong.").text)
    var refiner = TalkingModel("The answer is 7.")
    var judge = TalkingModel(reply: Judge.prefers { $0.contains("7") })

    func run(_ budget: Budget = Budget(), observe: (@Sendable (RunEvent) -> Void)? = nil) -> Run {
        Run(
            model: generator, roles: [.critic: critic, .refiner: refiner, .judge: judge], budget: budget,
            observe: observe)
    }

    /// Refines a question whose answers are numbers.
    func refine(_ parameters: JSON, _ budget: Budget = Budget()) async throws -> RefinedAnswer {
        try await SelfRefine.with(parameters).refine(try .number(isSeeded: false), in: run(budget))
    }
}

/// A critic's reply in the form that is asked for.
struct Review {
    var scores = [5, 5, 5, 5]
    var problem = ""
    var verdict = "refine"

    static let satisfied = Review(scores: [10, 10, 10, 10], verdict: "stop")

    var text: String {
        let items = scores.map { score -> JSON in
            [
                "aspect": "an aspect", "score": .number(score), "where": "", "problem": .string(problem),
                "fix": .string(problem.isEmpty ? "" : "Mend it."),
            ]
        }
        let review: JSON = [
            "items": .array(items), "total": .number(scores.reduce(0, +)), "verdict": .string(verdict),
        ]
        return review.description
    }
}

/// What a judge is asked, and says.
enum Judge {
    /// The two answers that a judge is shown.
    static func answers(_ prompt: String) -> (first: String, second: String) {
        func between(_ tag: String) -> String {
            guard let open = prompt.firstRange(of: "<\(tag)>\n"), let close = prompt.firstRange(of: "\n</\(tag)>")
            else {
                return ""
            }
            return String(prompt[open.upperBound..<close.lowerBound])
        }
        return (between("answer_A"), between("answer_B"))
    }

    /// A judge who prefers the answers that are so.
    static func prefers(
        _ isGood: @escaping @Sendable (String) -> Bool
    ) -> @Sendable (TalkingModel.Asked) async -> ScriptedModel.Line {
        { asked in
            let (first, second) = answers(asked.prompt)
            switch (isGood(first), isGood(second)) {
            case (true, false): return .says("The first one is right.\nVERDICT: A")
            case (false, true): return .says("The second one is right.\n**VERDICT: B**")
            default: return .says("VERDICT: TIE")
            }
        }
    }
}
