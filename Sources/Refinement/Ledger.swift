/// What a run's calls have cost. Pure: calls in, sums out.
struct Ledger: Sendable {
    /// A call, by its place in the ledger.
    typealias Call = Int

    /// A prompt that several calls share, so that one of them can tell the others' cost.
    struct Prompt: Sendable, Hashable {
        fileprivate let number: Int
        fileprivate let bytes: Int
    }

    private struct Entry {
        let role: Role
        let player: Role
        let prompt: Prompt
        var progress = CallProgress()
        var isOpen = true
    }

    /// Bytes of text to a token, for prompts whose cost no server has told.
    private static let bytesPerToken = 4

    private var entries: [Entry] = []
    private var prompts = 0
    private var toldPrompts: [Int: Int] = [:]
    /// Tokens spent, or promised to calls that run.
    private(set) var committed = 0

    /// How many calls were begun.
    var calls: Int { entries.count }

    /// A prompt of so many bytes.
    mutating func newPrompt(bytes: Int) -> Prompt {
        prompts += 1
        return Prompt(number: prompts, bytes: bytes)
    }

    /// Enters a call that begins.
    ///
    /// - Parameter player: the role whose model is called, if the role itself has none of its own.
    mutating func begin(role: Role, player: Role? = nil, prompt: Prompt) -> Call {
        let entry = Entry(role: role, player: player ?? role, prompt: prompt)
        entries.append(entry)
        committed += cost(of: entry).total
        return entries.count - 1
    }

    /// Notes how far a call has come.
    mutating func update(_ call: Call, _ progress: CallProgress, isOpen: Bool) {
        committed -= cost(of: entries[call]).total
        entries[call].progress = progress
        entries[call].isOpen = isOpen
        committed += cost(of: entries[call]).total
        let prompt = entries[call].prompt.number
        if let told = progress.reported?.prompt, toldPrompts[prompt] == nil {
            toldPrompts[prompt] = told
            committed = entries.reduce(0) { $0 + cost(of: $1).total }
        }
    }

    /// The sums, role by role.
    var usageByRole: [Role: TokenUsage] {
        entries.reduce(into: [:]) { $0[$1.role, default: TokenUsage()] += usage(of: $1) }
    }

    /// The sums by the models that were called. A call counts as a whole for the model that it came to in the end.
    var usageByModel: [CalledModel: TokenUsage] {
        entries.reduce(into: [:]) { sums, entry in
            let model = CalledModel(player: entry.player, fallback: entry.progress.fallback)
            sums[model, default: TokenUsage()] += usage(of: entry)
        }
    }

    /// The sum.
    var usage: TokenUsage { entries.reduce(TokenUsage()) { $0 + usage(of: $1) } }

    /// What a call has cost.
    private func usage(of entry: Entry) -> TokenUsage {
        entry.progress.isSent || entry.progress.reported != nil || entry.progress.lostAttempts > 0
            ? cost(of: entry) : TokenUsage()
    }

    /// What a call has cost, or will at least if it is still to be sent, with the attempts that were lost before it came
    /// through, each of which cost a prompt.
    private func cost(of entry: Entry) -> TokenUsage {
        let progress = entry.progress
        let prompt =
            toldPrompts[entry.prompt.number] ?? (entry.prompt.bytes + Self.bytesPerToken - 1) / Self.bytesPerToken
        let lost = progress.lostAttempts * prompt
        let usage = costOfLastAttempt(of: entry, prompt: prompt)
        return lost == 0 ? usage : usage + TokenUsage(prompt: lost, estimated: lost)
    }

    /// One that ended before its server gave a figure cost its prompt all the same, which other calls with the same
    /// prompt tell, or else its length.
    private func costOfLastAttempt(of entry: Entry, prompt: Int) -> TokenUsage {
        if let reported = entry.progress.reported { return reported }
        guard entry.isOpen || entry.progress.isSent else { return TokenUsage() }
        let completion = entry.progress.tokensSeen
        return TokenUsage(prompt: prompt, completion: completion, estimated: prompt + completion)
    }
}
