/// What a run's calls have cost. Pure: calls in, sums out.
struct Ledger: Sendable {
    /// One call that was sent.
    private struct Entry {
        let role: Role
        let prompt: Int
        var progress: CallProgress
    }

    private var entries: [Entry] = []

    var calls: Int { entries.count }

    /// Notes a call that begins, for `prompt`, a number that says which calls share their prompt.
    mutating func begin(role: Role, prompt: Int) -> Int {
        entries.append(Entry(role: role, prompt: prompt, progress: CallProgress()))
        return entries.count - 1
    }

    /// Notes how far a call has come.
    mutating func update(_ call: Int, _ progress: CallProgress) { entries[call].progress = progress }

    /// Tokens known to be spent so far, by the servers' figures or else by our own count.
    var tokens: Int { entries.reduce(0) { $0 + usage(of: $1).total } }

    /// The sums, role by role.
    var usageByRole: [Role: TokenUsage] {
        entries.reduce(into: [:]) { $0[$1.role, default: TokenUsage()] += usage(of: $1) }
    }

    /// The sum.
    var usage: TokenUsage { entries.reduce(TokenUsage()) { $0 + usage(of: $1) } }

    /// A call that ended before its figure came still cost its prompt, which other calls with the same prompt tell.
    private func usage(of entry: Entry) -> TokenUsage {
        if let reported = entry.progress.reported { return reported }
        guard entry.progress.isSent else { return TokenUsage() }
        let prompt =
            entries.lazy.filter { $0.prompt == entry.prompt }.compactMap(\.progress.reported?.prompt).first ?? 0
        let completion = entry.progress.tokensSeen
        return TokenUsage(prompt: prompt, completion: completion, estimated: prompt + completion)
    }
}
