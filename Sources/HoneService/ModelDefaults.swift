public import JSON
import OpenAI
public import Refinement

/// What is done with requests for one model that do not say it themselves, and what the model costs.
public struct ModelDefaults: Sendable {
    /// The method for requests at OpenAI's routes that select none, by name or alias; nil passes them on.
    public var method: String?
    /// The method's parameters, where a request does not select one itself.
    public var parameters: JSON.Object
    /// The models of roles, where a request does not name them.
    public var roles: [Role: String]
    /// What its tokens cost, if that is to be told.
    public var prices: Prices?

    /// These defaults.
    public init(
        method: String? = nil, parameters: JSON.Object = JSON.Object(), roles: [Role: String] = [:],
        prices: Prices? = nil
    ) {
        self.method = method
        self.parameters = parameters
        self.roles = roles
        self.prices = prices
    }

    /// What is wrong with them, as a sentence; nil if they can be used.
    public var objection: String? {
        if let role = roles.keys.first(where: { !Role.assignable.contains($0) }) {
            return "The role '\(role.rawValue)' cannot be given to a model."
        }
        guard let method else {
            return parameters.members.isEmpty ? nil : "There are parameters, and no method that they are for."
        }
        guard let type = Methods.named(method) else { return "There is no method '\(method)'." }
        do throws(RequestError) {
            _ = try settings(of: type)
            return nil
        } catch {
            return error.message
        }
    }

    /// How the method works by default.
    func settings(of type: any Method.Type) throws(RequestError) -> MethodSettings {
        let members = JSON.Object([JSON.Member("parameters", .object(parameters))])
        return try MethodSettings(MemberReader(members), type: type, roles: roles)
    }
}
