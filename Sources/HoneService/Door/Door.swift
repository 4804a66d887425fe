import HTTP
import HTTPServer
import HTTPTypes
import Refinement
import Synchronization

/// Who comes in, and what they may: keys, limits and origins, and what each key has used.
///
/// What was used goes by the name of the key and outlives a change of the configuration.
final class Door: Sendable {
    /// What the configuration says; an object, because every request looks at it.
    private final class Rules: Sendable {
        let keys: KeyRing
        let origins: CrossOriginPolicy
        let limits: [String: KeyLimits]
        let maxConcurrentRuns: Int?
        let maxBodyBytes: Int

        init(_ configuration: ServiceConfiguration) {
            keys = KeyRing(configuration.keys)
            origins = CrossOriginPolicy(allowedOrigins: configuration.allowedOrigins)
            limits = Dictionary(configuration.keys.map { ($0.name, $0.limits) }) { first, _ in first }
            maxConcurrentRuns = configuration.maxConcurrentRuns
            maxBodyBytes = configuration.maxBodyBytes
        }
    }

    private struct State {
        var rules: Rules
        var ledgers: [String: KeyLedger] = [:]
        var running = 0
    }

    private let state: Mutex<State>

    init(_ configuration: ServiceConfiguration) {
        state = Mutex(State(rules: Rules(configuration)))
    }

    /// Goes by this configuration from now on.
    func follow(_ configuration: ServiceConfiguration) {
        let rules = Rules(configuration)
        state.withLock { state in
            state.rules = rules
            let now = ContinuousClock.now
            state.ledgers = state.ledgers.filter { rules.limits[$0.key] != nil || !$0.value.isBlank(at: now) }
        }
    }

    /// Which pages of other origins may read answers.
    var origins: CrossOriginPolicy { state.withLock { $0.rules.origins } }

    /// Bytes of a request's body.
    var maxBodyBytes: Int { state.withLock { $0.rules.maxBodyBytes } }

    /// The key of whoever sends this; nil where none is needed.
    ///
    /// - Throws: `DoorRefusal.noKey`, `.unknownKey`.
    func identify(_ head: RequestHead) throws(DoorRefusal) -> ClientKey? {
        let keys = state.withLock { $0.rules.keys }
        guard !keys.isEmpty, !Self.openPaths.contains(head.target.path) else { return nil }
        guard let shown = head.fields.shownKey else { throw .noKey }
        guard let key = keys.key(of: shown) else { throw .unknownKey }
        return key
    }

    /// Whether whoever sends this is one of those who are let in everywhere.
    func knows(_ head: RequestHead) -> Bool {
        let keys = state.withLock { $0.rules.keys }
        return keys.isEmpty || head.fields.shownKey.map { keys.key(of: $0) != nil } ?? false
    }

    /// What can be seen without a key: that Hone lives, and that it can work.
    private static let openPaths: Set<String> = ["/health", "/ready"]

    /// Lets a request of the owner of `key` in.
    ///
    /// - Throws: `DoorRefusal.tooManyRequests`, `.tooManyTokens`.
    func admit(_ key: ClientKey?, _ fields: HTTPFields) throws(DoorRefusal) -> Admission {
        guard let key else { return Admission(keyName: nil, limits: KeyLimits(), fields: fields) }
        try withLedger(of: key.name) { ledger, now throws(DoorRefusal) in try ledger.enter(at: now) }
        return Admission(keyName: key.name, limits: key.limits, fields: fields)
    }

    /// Counts tokens that a request has used.
    func charge(_ admission: Admission, tokens: Int) {
        guard let name = admission.keyName else { return }
        withLedger(of: name) { ledger, now in ledger.charge(tokens, at: now) }
    }

    /// Counts a run from now until the permit is let go of.
    ///
    /// - Throws: `DoorRefusal.overloaded`, `.tooManyRuns`.
    func beginRun(_ admission: Admission) throws(DoorRefusal) -> RunPermit {
        try state.withLock { state throws(DoorRefusal) in
            if let most = state.rules.maxConcurrentRuns, state.running >= most { throw .overloaded }
            if let name = admission.keyName {
                try state.ledgers[name, default: KeyLedger()].beginRun(limit: admission.limits.maxConcurrentRuns)
            }
            state.running += 1
        }
        return RunPermit { [self] in endRun(of: admission.keyName) }
    }

    private func endRun(of name: String?) {
        state.withLock { state in
            state.running -= 1
            if let name { state.ledgers[name]?.endRun() }
        }
    }

    /// What the owner of `key` has left, as fields of an answer.
    func rateFields(of key: ClientKey?) -> HTTPFields {
        guard let key else { return [:] }
        return withLedger(of: key.name) { ledger, now in RateFields.fields(ledger, at: now) }
    }

    private func withLedger<Value, Failure: Error>(
        of name: String, _ body: (inout KeyLedger, ContinuousClock.Instant) throws(Failure) -> sending Value
    ) throws(Failure) -> sending Value {
        let now = ContinuousClock.now
        return try state.withLock { state throws(Failure) in
            let limits = state.rules.limits[name] ?? KeyLimits()
            var ledger = state.ledgers[name] ?? KeyLedger()
            ledger.follow(limits, at: now)
            defer { state.ledgers[name] = ledger }
            return try body(&ledger, now)
        }
    }
}
