import JSON
public import Refinement
import Synchronization

/// A model that says again what was recorded: the sample of seed i is recorded sample i, or i + r of a recording that
/// is turned by r.
public struct ReplayModel: LanguageModel {
    /// The model's name.
    public let name = "replay"
    private let recording: RecordedProblem
    private let rotation: Int
    private let conversation: [UInt8]
    private let isOverrun = Overrun()

    /// Replays a recording to those who ask what was asked when it was made.
    public init(_ recording: RecordedProblem, rotation: Int = 0) {
        self.recording = recording
        self.rotation = rotation
        conversation = recording.problem.conversation.utf8
    }

    /// Whether a sample was asked for that lies past the recording's end.
    public var wasAskedTooMuch: Bool { isOverrun.value.load(ordering: .relaxed) }

    /// A call each, so that every sample carries its own seed.
    public func callSizes(for count: Int, spare: Int) -> [Int] { Array(repeating: 1, count: count) }

    /// What was recorded is the sampled tokens' own log-probability, or nothing.
    public var logprobSupport: LogprobSupport? {
        let hasLogprobs = recording.samples.allSatisfy { $0.tokens != nil }
        return hasLogprobs ? LogprobSupport(maxTop: 1, isLimit: true) : LogprobSupport.none
    }

    /// A recording has nothing to learn.
    public func learn(_ support: LogprobSupport) {}

    /// Begins a call; noted at once, so that no cancellation can hide that it asks for too much.
    public func generate(_ call: ModelCall) -> any CompletionStream {
        ReplayStream(Result { () throws(ModelError) in try completions(for: call) }, prompt: promptTokens)
    }

    private func completions(for call: ModelCall) throws(ModelError) -> [Completion] {
        guard call.conversation.utf8 == conversation, let first = call.sampling["seed"]?.int, first >= 0 else {
            throw .rejected(.init(status: 404, message: "a recording answers only its own question"))
        }
        let samples = recording.samples
        guard first + call.choices <= samples.count else {
            isOverrun.value.store(true, ordering: .relaxed)
            throw .rejected(.init(status: 404, message: "the recording ends after \(samples.count) samples"))
        }
        return (first..<first + call.choices).map { samples[($0 + rotation) % samples.count] }
    }

    /// Recorded answers without their texts cost nothing that is known.
    private var promptTokens: Int? { recording.isVerbatim ? nil : Self.tokens(inBytes: conversation.count) }

    /// Four bytes of text to a token, where nothing better is known.
    static func tokens(inBytes bytes: Int) -> Int { (bytes + 3) / 4 }

    private final class Overrun: Sendable {
        let value = Atomic(false)
    }
}

/// The events of a replayed call.
struct ReplayStream: CompletionStream {
    private let completions: Result<[Completion], ModelError>
    private let prompt: Int?
    private var told = 0
    private(set) var progress = CallProgress()

    init(_ completions: Result<[Completion], ModelError>, prompt: Int?) {
        self.completions = completions
        self.prompt = prompt
    }

    mutating func next() throws -> CompletionEvent? {
        let completions = try completions.get()
        if told == 0 { note(completions) }
        guard told < completions.count else { return nil }
        defer { told += 1 }
        return .finished(choice: told, completions[told])
    }

    /// What the call cost: its tokens where they were recorded, else what texts of that length would take.
    private mutating func note(_ completions: [Completion]) {
        var usage = TokenUsage()
        if let prompt {
            usage = TokenUsage(prompt: prompt, estimated: prompt)
            for completion in completions {
                let counted = completion.tokens?.count
                let tokens = counted ?? ReplayModel.tokens(inBytes: completion.text.utf8.count)
                usage += TokenUsage(completion: tokens, estimated: counted == nil ? tokens : 0)
            }
        }
        progress.isSent = true
        progress.reported = usage
    }
}

extension Problem {
    /// The question as a model is asked it.
    var conversation: Conversation { Conversation([Message(role: "user", text: text)]) }
}
