import Synchronization

/// What past requests have shown of their difficulty, tenant by tenant; bounded, those used longest ago go first.
///
/// No tenant learns anything from another's requests, and no prompt is kept.
public final class DifficultyMemory: Sendable {
    /// Whose requests, for which model and which task, sampled and judged in which way, are alike.
    struct Kind: Hashable, Sendable {
        let tenant: Tenant
        let model: String
        let task: String?
        let size: SampleSize
        let threshold: Double
        let countsNulls: Bool
    }

    private struct Entry {
        var history = DifficultyHistory()
        var lastUse = 0
    }

    private struct State {
        var entries: [Kind: Entry] = [:]
        var uses = 0
    }

    private let capacity: Int
    private let state = Mutex(State())

    /// A memory of so many kinds of requests.
    public init(capacity: Int) { self.capacity = max(capacity, 1) }

    /// One tenant's part of it.
    ///
    /// - Parameter isDefault: whether requests use it that do not say.
    public func part(of tenant: Tenant, isDefault: Bool = false) -> TenantMemory {
        TenantMemory(memory: self, tenant: tenant, isDefault: isDefault)
    }

    /// Reads or changes what is known of one kind of requests.
    func withHistory<Value: Sendable>(of kind: Kind, _ body: (inout DifficultyHistory) -> Value) -> Value {
        state.withLock { state in
            if state.entries[kind] == nil, state.entries.count >= capacity,
                let oldest = state.entries.min(by: { $0.value.lastUse < $1.value.lastUse })
            {
                state.entries[oldest.key] = nil
            }
            state.uses += 1
            state.entries[kind, default: Entry()].lastUse = state.uses
            return body(&state.entries[kind, default: Entry()].history)
        }
    }
}

/// Who asks, as far as memories must be kept apart: a digest of a credential, of which nothing can be told but whether
/// it is the same.
public struct Tenant: Hashable, Sendable {
    private let digest: [Int]

    /// The tenant who shows this credential; nil stands for all who show none.
    public init(credential: String?) {
        // Two words of a keyed hash whose key no one outside this process can know.
        digest =
            credential.map { credential in
                (0..<2).map { word in
                    var hasher = Hasher()
                    hasher.combine(word)
                    hasher.combine(credential)
                    return hasher.finalize()
                }
            } ?? []
    }
}

/// One tenant's part of the memory.
public struct TenantMemory: Sendable {
    let memory: DifficultyMemory
    let tenant: Tenant
    /// Whether requests use it that do not say.
    let isDefault: Bool
}
