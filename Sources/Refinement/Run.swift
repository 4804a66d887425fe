import Synchronization

/// One refinement in progress: its models, budget, usage and trace.
public final class Run: Sendable {
    /// What was noted, and when since the start of the run.
    public struct TracedEvent: Sendable {
        /// Time since the run began.
        public let at: Duration
        /// What happened.
        public let event: RunEvent
    }

    private struct State {
        var ledger = Ledger()
        var trace: [TracedEvent] = []
        var isEscalated = false
        var tellsText = true
        var hasToldText = false
    }

    /// What all parts of a run share.
    private final class Shared: Sendable {
        let state = Mutex(State())
    }

    private let generator: any LanguageModel
    private let others: [Role: any LanguageModel]
    /// What the caller's past requests have shown of their difficulty, if anything is remembered.
    let memory: TenantMemory?
    /// The most that the run may cost.
    public let budget: Budget
    private let started: ContinuousClock.Instant
    private let shared: Shared
    /// Which item of a batch this part of the run works on; nil for the whole.
    private let item: Int?
    private let observe: (@Sendable (RunEvent) -> Void)?

    /// Begins a run.
    ///
    /// - Parameters:
    ///   - model: answers the question, and plays every role that is not given to another one.
    ///   - roles: the models of the other roles.
    ///   - memory: what is remembered of the caller's past requests.
    ///   - observe: told of every event as it happens, if anybody listens; must not block.
    public init(
        model: any LanguageModel, roles: [Role: any LanguageModel] = [:], budget: Budget = Budget(),
        memory: TenantMemory? = nil, observe: (@Sendable (RunEvent) -> Void)? = nil
    ) {
        generator = model
        others = roles
        self.budget = budget
        self.memory = memory
        self.observe = observe
        started = .now
        shared = Shared()
        item = nil
    }

    private init(_ item: Int, of run: Run) {
        generator = run.generator
        others = run.others
        budget = run.budget
        memory = nil
        observe = run.observe
        started = run.started
        shared = run.shared
        self.item = item
    }

    /// The part of the run that works on one item of a batch: within the same budget, in the same books, but what happens
    /// is told as happening to that item.
    func part(_ item: Int) -> Run { Run(item, of: self) }

    /// The model that plays a role.
    func model(for role: Role) -> any LanguageModel { others[role] ?? others[answering] ?? generator }

    /// Lets the stronger model answer from now on, in the generator's place.
    func escalate() { shared.state.withLock { $0.isEscalated = true } }

    /// Stops telling text as it comes, because what answers may not be what is returned.
    func holdBackText() { shared.state.withLock { $0.tellsText = false } }

    /// Tells the observer text of the answer itself; the trace has it in the answer.
    func tell(_ text: String) {
        guard let observe, item == nil, !text.isEmpty, shared.state.withLock({ $0.tellsText }) else { return }
        shared.state.withLock { $0.hasToldText = true }
        observe(.delta(text))
    }

    /// Whether somebody has been told text of the answer, which can no longer be another one.
    var hasToldText: Bool { shared.state.withLock { $0.hasToldText } }

    /// The role of the model that answers, and that plays the roles nobody else was given.
    private var answering: Role { shared.state.withLock { $0.isEscalated } ? .stronger : .generator }

    /// Time since the run began.
    public var elapsed: Duration { started.duration(to: .now) }

    /// When the budget's wall time ends.
    var deadline: ContinuousClock.Instant? { budget.deadline.map { started.advanced(by: $0) } }

    /// What happened, in order.
    public var trace: [TracedEvent] { shared.state.withLock { $0.trace } }

    /// What all calls cost.
    public var usage: TokenUsage { shared.state.withLock { $0.ledger.usage } }

    /// What the calls of each role cost.
    public var usageByRole: [Role: TokenUsage] { shared.state.withLock { $0.ledger.usageByRole } }

    /// What the calls to each model cost.
    public var usageByModel: [CalledModel: TokenUsage] { shared.state.withLock { $0.ledger.usageByModel } }

    /// How many calls were made.
    public var calls: Int { shared.state.withLock { $0.ledger.calls } }

    /// Notes an event and tells the observer.
    func note(_ event: RunEvent) {
        let event = item.map { RunEvent.item($0, event) } ?? event
        let at = elapsed
        shared.state.withLock { $0.trace.append(TracedEvent(at: at, event: event)) }
        observe?(event)
    }

    /// A prompt that calls are about to share.
    func newPrompt(_ conversation: Conversation) -> Ledger.Prompt {
        shared.state.withLock { $0.ledger.newPrompt(bytes: conversation.utf8.count) }
    }

    /// Enters a call that begins.
    ///
    /// - Throws: `BudgetSpent` if the budget has no room for it.
    func beginCall(role: Role, prompt: Ledger.Prompt) throws(BudgetSpent) -> Ledger.Call {
        try shared.state.withLock { (state) throws(BudgetSpent) in
            if let limit = spentLimit(state.ledger) { throw BudgetSpent(limit: limit) }
            if let most = budget.maxCalls, state.ledger.calls >= most { throw BudgetSpent(limit: .calls) }
            let answering = state.isEscalated ? Role.stronger : .generator
            let player = others[role] != nil ? role : others[answering] != nil ? answering : .generator
            return state.ledger.begin(role: role == .generator ? answering : role, player: player, prompt: prompt)
        }
    }

    /// Notes how far a call has come.
    ///
    /// - Throws: `BudgetSpent` if the run has now used all its tokens.
    func update(_ call: Ledger.Call, _ progress: CallProgress) throws(BudgetSpent) {
        try note(call, progress, isOpen: true)
    }

    /// Notes how a call ended.
    ///
    /// - Throws: `BudgetSpent` if the run has now used all its tokens.
    func end(_ call: Ledger.Call, _ progress: CallProgress) throws(BudgetSpent) {
        try note(call, progress, isOpen: false)
    }

    private func note(_ call: Ledger.Call, _ progress: CallProgress, isOpen: Bool) throws(BudgetSpent) {
        let spent = shared.state.withLock {
            $0.ledger.update(call, progress, isOpen: isOpen)
            return spentLimit($0.ledger)
        }
        if let spent { throw BudgetSpent(limit: spent) }
    }

    private func spentLimit(_ ledger: Ledger) -> Budget.Limit? {
        guard let most = budget.maxTokens, ledger.committed >= most else { return nil }
        return .tokens
    }
}

/// A limit of the budget was reached; never leaves the module.
struct BudgetSpent: Error {
    let limit: Budget.Limit
}
