import HTTPTypes
import OpenAI
import Refinement

/// Who is let in, and what they may.
struct Admission: Sendable {
    /// The name of the client's key, nil where clients need none.
    let keyName: String?
    /// What the owner of the key may do.
    let limits: KeyLimits
    /// The fields of the request, which tell its tenant where clients need no key.
    let fields: HTTPFields

    /// Whose memories the request may use.
    var tenant: Tenant { keyName.map { Tenant(credential: "name: \($0)") } ?? fields.tenant }

    /// Whether the key is for this model.
    func allows(model: String) -> Bool { limits.models?.contains(model) ?? true }

    /// Whether the key is for this method, by whichever of its names.
    func allows(method: MethodDescription) -> Bool {
        guard let methods = limits.methods else { return true }
        func isIn(_ method: MethodDescription) -> Bool {
            methods.contains(method.name) || methods.contains(method.alias)
        }
        guard isIn(method), method.name == Chooser.description.name else { return isIn(method) }
        // What it chooses depends on the request, so it must not be able to choose anything else.
        return MethodChoice.Candidate.allCases.allSatisfy { candidate in
            Methods.named(candidate.rawValue).map { isIn($0.description) } ?? false
        }
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
        let sampling = request.work.sampling
        try refuseOtherModels { sampling[$0] != nil }
        var request = request
        request.budget = try request.budget.within(limits.maxBudget, path: request.budgetPath)
        return request
    }

    /// Members by which routers between models (OpenRouter, LiteLLM) are told of more models than `model` says.
    private static let otherModelMembers = [
        "models", "fallbacks", "context_window_fallbacks", "content_policy_fallbacks", "model_list",
    ]

    /// Sees to it that a request with a key for certain models names none but in `model`.
    ///
    /// - Parameter has: Whether the request has that member.
    /// - Throws: `RequestError.notHonoured`.
    func refuseOtherModels(_ has: (String) -> Bool) throws(RequestError) {
        guard limits.models != nil, let member = Self.otherModelMembers.first(where: has) else { return }
        throw .notHonoured(member: member, reason: "this key is for certain models, which only 'model' may name")
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
    fileprivate func within(_ most: Budget, path: String) throws(RequestError) -> Budget {
        Budget(
            maxTokens: try Self.least(maxTokens, most.maxTokens, "\(path).\(Limit.tokens.rawValue)") { "\($0)" },
            maxCalls: try Self.least(maxCalls, most.maxCalls, "\(path).\(Limit.calls.rawValue)") { "\($0)" },
            deadline: try Self.least(deadline, most.deadline, "\(path).\(Limit.deadline.rawValue)") {
                "\(Int($0.milliseconds))"
            })
    }

    private static func least<Value: Comparable>(
        _ asked: Value?, _ most: Value?, _ member: String, _ text: (Value) -> String
    ) throws(RequestError) -> Value? {
        guard let asked, let most, asked > most else { return asked ?? most }
        throw .outOfRange(
            member: member, allowed: "at most \(text(most)) with this key", found: text(asked))
    }
}
