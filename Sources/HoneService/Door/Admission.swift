import OpenAI
import Refinement

/// Who is let in, and what they may.
struct Admission: Sendable {
    /// The name of the client's key, nil where clients need none.
    let keyName: String?
    /// What the owner of the key may do.
    let limits: KeyLimits
    /// Whose memories the request may use.
    let tenant: Tenant

    /// Whether the key is for this model.
    func allows(model: String) -> Bool { limits.models?.contains(model) ?? true }

    /// Whether the key is for this method, by whichever of its names.
    func allows(method: MethodDescription) -> Bool {
        guard let methods = limits.methods else { return true }
        return methods.contains(method.name) || methods.contains(method.alias)
    }

    /// Looks whether the key is for everything that a refinement on `model` would use, and keeps its budget within the
    /// key's.
    ///
    /// - Throws: `DoorRefusal`, or `RequestError` for a budget that asks for more.
    func check(_ request: RefinementRequest, on model: String) throws -> RefinementRequest {
        if let method = Methods.named(request.methodName)?.description, !allows(method: method) {
            throw DoorRefusal.methodNotAllowed(method.name)
        }
        for name in [model] + request.roles.values.sorted() where !allows(model: name) {
            throw DoorRefusal.modelNotAllowed(name)
        }
        var request = request
        request.budget = try request.budget.within(limits.maxBudget)
        return request
    }

    /// Looks whether the key is for the model of a request that is passed on.
    ///
    /// - Throws: `DoorRefusal.modelNotAllowed`: what names no model that can be read could mean any.
    func check(forwarding model: String?) throws(DoorRefusal) {
        guard limits.models != nil else { return }
        guard let model, allows(model: model) else { throw .modelNotAllowed(model) }
    }
}

extension Budget {
    /// The budget, with the limits of `most` where it has none of its own.
    ///
    /// - Throws: `RequestError.outOfRange` if it asks for more.
    fileprivate func within(_ most: Budget) throws(RequestError) -> Budget {
        Budget(
            maxTokens: try Self.least(maxTokens, most.maxTokens, .tokens) { "\($0)" },
            maxCalls: try Self.least(maxCalls, most.maxCalls, .calls) { "\($0)" },
            deadline: try Self.least(deadline, most.deadline, .deadline) { "\(Int($0.milliseconds))" })
    }

    private static func least<Value: Comparable>(
        _ asked: Value?, _ most: Value?, _ limit: Limit, _ text: (Value) -> String
    ) throws(RequestError) -> Value? {
        guard let asked, let most, asked > most else { return asked ?? most }
        throw .outOfRange(
            member: "budget.\(limit.rawValue)", allowed: "at most \(text(most)) with this key", found: text(asked))
    }
}
