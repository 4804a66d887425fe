import HTTPTypes
import JSON
import OpenAI
import Refinement

/// Which method a request at one of OpenAI's routes asks for, if any, and the model it asks for beneath it.
///
/// By, in this order: the body member `hone`, the field `Hone-Method`, the model name `method:model` where `method` is
/// a known name, the model's default method. Nothing from the user's text selects a method.
enum MethodSelection {
    /// No method: the request goes to the model server as it is, but for a method's name before the model's.
    case none(model: String?)
    /// This method, on this model.
    indirect case method(MethodSettings, model: String?)

    /// What stands in `Hone-Method` for a request that is to be passed on whatever the default is.
    static let nothing = "none"

    /// Reads the selection.
    ///
    /// - Throws: `ServiceError` for a method that does not exist, `RequestError` for settings that are wrong.
    init(of outline: JSONOutline, fields: HTTPFields, form: CompletionForm, _ configuration: ServiceConfiguration)
        throws
    {
        if let name = outline.duplicate(among: ["hone", "model"]) { throw RequestError.duplicate(member: name) }
        let body = MemberReader(outline)
        let (prefix, model) = Self.split(try body.string("model"))
        let defaults = configuration.defaults(for: model)
        let roles = defaults?.roles ?? [:]
        if let hone = try body.object("hone") {
            self = .method(try Self.settings(hone, form, roles), model: model)
        } else if let name = fields[.honeMethod] {
            guard name != Self.nothing else {
                self = .none(model: model)
                return
            }
            let type = try Self.method(named: name, member: "Hone-Method", form)
            self = .method(try Self.settings(of: type, roles), model: model)
        } else if let prefix {
            try form.check(prefix, member: "model")
            self = .method(try Self.settings(of: prefix, roles), model: model)
        } else if let defaults, let settings = try Self.settings(defaults, form) {
            self = .method(settings, model: model)
        } else {
            self = .none(model: model)
        }
    }

    private static func settings(
        _ hone: JSON.Object, _ form: CompletionForm, _ roles: [Role: String]
    ) throws -> MethodSettings {
        if let name = hone.duplicateName { throw RequestError.duplicate(member: "hone.\(name)") }
        let reader = MemberReader(hone, path: "hone")
        guard let name = try reader.string("method") else { throw RequestError.missing(member: "hone.method") }
        // Parameters may stand in `parameters`, as in the native body, or directly beside the method's name.
        let known = RefinementRequest.settings + ["method"]
        let flat = JSON.Object(hone.members.filter { !known.contains($0.name) })
        let type = try method(named: name, member: "hone.method", form)
        return try MethodSettings(reader, type: type, flat: flat, roles: roles)
    }

    private static func settings(
        of type: any Method.Type, _ roles: [Role: String]
    ) throws(RequestError) -> MethodSettings {
        try MethodSettings(MemberReader(JSON.Object()), type: type, roles: roles)
    }

    /// The model's default, if it has one that does this form of completion: nobody has asked for it, so that a request
    /// which it is not for is passed on.
    private static func settings(
        _ defaults: ModelDefaults, _ form: CompletionForm
    ) throws(ServiceError) -> MethodSettings? {
        guard let name = defaults.method else { return nil }
        guard let type = Methods.named(name), let settings = try? defaults.settings(of: type) else {
            throw .misconfigured(defaults.objection ?? name)
        }
        return form.isDone(by: type) ? settings : nil
    }

    private static func method(named name: String, member: String, _ form: CompletionForm) throws -> any Method.Type {
        guard let type = Methods.named(name) else { throw ServiceError.unknownMethod(name, member: member) }
        try form.check(type, member: member)
        return type
    }

    /// A model name of the form `method:model`, taken apart; a name with another prefix is the model's own.
    static func split(_ name: String?) -> (method: (any Method.Type)?, model: String?) {
        guard let name, let colon = name.firstIndex(of: ":"), let method = Methods.named(name[..<colon]) else {
            return (nil, name)
        }
        let model = String(name[name.index(after: colon)...])
        return (method, model.isEmpty ? nil : model)
    }
}
