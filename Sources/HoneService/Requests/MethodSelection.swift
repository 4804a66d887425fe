import HTTPTypes
import JSON
import OpenAI
import Refinement

/// Which method a chat request asks for, if any, and the model it asks for beneath it.
///
/// By, in this order: the body member `hone`, the field `Hone-Method`, the model name `method:model` where `method` is
/// a known name. Nothing from the user's text selects a method.
enum MethodSelection {
    /// No method: the request goes to the model server as it is.
    case none
    /// This method, on this model.
    case method(MethodSettings, model: String?)

    /// Reads the selection.
    ///
    /// - Throws: `ServiceError` for a method that does not exist, `RequestError` for settings that are wrong.
    init(of outline: JSONOutline, fields: HTTPFields) throws {
        if let name = outline.duplicate(among: ["hone", "model"]) { throw RequestError.duplicate(member: name) }
        let body = MemberReader(outline)
        let (prefix, model) = Self.split(try body.string("model"))
        if let hone = try body.object("hone") {
            self = .method(try Self.settings(hone), model: model)
        } else if let name = fields[.honeMethod] {
            let type = try Self.method(named: name, member: "Hone-Method")
            self = .method(try Self.defaults(type), model: model)
        } else if let prefix {
            self = .method(try Self.defaults(prefix), model: model)
        } else {
            self = .none
        }
    }

    private static func settings(_ hone: JSON.Object) throws -> MethodSettings {
        if let name = hone.duplicateName { throw RequestError.duplicate(member: "hone.\(name)") }
        let reader = MemberReader(hone, path: "hone")
        guard let name = try reader.string("method") else { throw RequestError.missing(member: "hone.method") }
        // Parameters may stand in `parameters`, as in the native body, or directly beside the method's name.
        let known = RefinementRequest.settings + ["method"]
        let flat = JSON.Object(hone.members.filter { !known.contains($0.name) })
        return try MethodSettings(reader, type: try method(named: name, member: "hone.method"), flat: flat)
    }

    private static func defaults(_ type: any Method.Type) throws(RequestError) -> MethodSettings {
        try MethodSettings(MemberReader(JSON.Object()), type: type)
    }

    private static func method(named name: String, member: String) throws(ServiceError) -> any Method.Type {
        guard let type = Methods.named(name) else { throw .unknownMethod(name, member: member) }
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
