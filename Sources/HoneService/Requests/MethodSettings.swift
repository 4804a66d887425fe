import JSON
import OpenAI
import Refinement

/// How a method is to work: its parameters, the kind of answer, the budget, and what is to be told.
struct MethodSettings {
    let method: any Method
    let answer: AnswerFormat
    let budget: Budget
    /// Where the budget stands in the request.
    let budgetPath: String
    /// The models of the roles that are not the generator's.
    let roles: [Role: String]
    let policy: ConfidencePolicy?
    let included: Set<RefinementRequest.Inclusion>

    /// Reads the settings that stand beside the question in the native body, or in the member `hone`.
    ///
    /// - Parameter roles: the models of roles that the request does not name.
    /// - Throws: `RequestError` naming the member.
    init(
        _ reader: MemberReader, type: any Method.Type, flat: JSON.Object = JSON.Object(), isBatch: Bool = false,
        roles defaultRoles: [Role: String] = [:]
    ) throws(RequestError) {
        method = try Self.method(reader, type, flat, isBatch)
        answer = try Self.answer(reader)
        budget = try Self.budget(reader)
        budgetPath = reader.name("budget")
        roles = defaultRoles.merging(try Self.roles(reader)) { $1 }
        policy = try Self.policy(reader, roles)
        included = try Self.included(reader)
    }

    private static func method(
        _ reader: MemberReader, _ type: any Method.Type, _ flat: JSON.Object, _ isBatch: Bool
    ) throws(RequestError) -> any Method {
        var given = try reader.object("parameters") ?? JSON.Object()
        if let name = given.duplicateName { throw .duplicate(member: "\(reader.name("parameters")).\(name)") }
        for member in flat.members {
            guard given[member.name] == nil else { throw .duplicate(member: reader.name(member.name)) }
            given[member.name] = member.value
        }
        try check(given, type, isBatch, reader, flat)
        do throws(ParameterError) {
            return try type.init(try ParameterValues(given, declared: type.description.parameters))
        } catch {
            throw RequestError(error, path: flat[error.name] == nil ? reader.name("parameters") : "hone")
        }
    }

    /// Refuses what means nothing in this form of the request.
    private static func check(
        _ given: JSON.Object, _ type: any Method.Type, _ isBatch: Bool, _ reader: MemberReader, _ flat: JSON.Object
    ) throws(RequestError) {
        guard let type = type as? any BatchMethod.Type else { return }
        let strange = isBatch ? type.singleParameters : type.batchParameters
        guard let stray = given.members.first(where: { strange.contains($0.name) }) else { return }
        let path = flat[stray.name] == nil ? reader.name("parameters") : "hone"
        throw .notHonoured(
            member: "\(path).\(stray.name)",
            reason: isBatch ? "it means nothing beside 'prompts'" : "it means something only beside 'prompts'")
    }

    private static func answer(_ reader: MemberReader) throws(RequestError) -> AnswerFormat {
        let known = ["type", "pattern", "choices", "digits"]
        return try AnswerFormat(try reader.members(of: "answer", known: known) ?? MemberReader(JSON.Object()))
    }

    private static func budget(_ reader: MemberReader) throws(RequestError) -> Budget {
        let known = ["max_tokens", "max_calls", "deadline_ms"]
        guard let budget = try reader.members(of: "budget", known: known) else { return Budget() }
        return Budget(
            maxTokens: try budget.integer("max_tokens", in: 1...Int.max),
            maxCalls: try budget.integer("max_calls", in: 1...Int.max),
            deadline: try budget.integer("deadline_ms", in: 1...ServiceLimits.maxDeadlineMilliseconds)
                .map { .milliseconds($0) })
    }

    private static func roles(_ reader: MemberReader) throws(RequestError) -> [Role: String] {
        guard let given = try reader.members(of: "roles", known: Role.assignable.map(\.rawValue)) else { return [:] }
        var roles: [Role: String] = [:]
        for role in Role.assignable { roles[role] = try given.string(role.rawValue) }
        return roles
    }

    private static func policy(
        _ reader: MemberReader, _ roles: [Role: String]
    ) throws(RequestError) -> ConfidencePolicy? {
        let word = try reader.string("on_low_confidence")
        guard let least = try reader.number("min_confidence", in: 0...1) else {
            if word != nil {
                throw .notHonoured(member: reader.name("on_low_confidence"), reason: "'min_confidence' is missing")
            }
            return nil
        }
        guard let word else { return ConfidencePolicy(least: least) }
        guard let otherwise = LowConfidence(rawValue: word) else {
            let known = LowConfidence.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
            throw .outOfRange(
                member: reader.name("on_low_confidence"), allowed: "one of \(known)", found: "'\(word)'")
        }
        if otherwise == .escalate, roles[.stronger] == nil {
            throw .notHonoured(
                member: reader.name("on_low_confidence"), reason: "'roles.stronger' does not name a model")
        }
        return ConfidencePolicy(least: least, otherwise: otherwise)
    }

    private static func included(_ reader: MemberReader) throws(RequestError) -> Set<RefinementRequest.Inclusion> {
        var included: Set<RefinementRequest.Inclusion> = []
        for word in try reader.array("include") ?? [] {
            guard let inclusion = word.string.flatMap(RefinementRequest.Inclusion.init) else {
                throw .outOfRange(
                    member: reader.name("include"), allowed: "an array of 'samples' and 'trace'",
                    found: word.description)
            }
            included.insert(inclusion)
        }
        return included
    }
}
