import HTTP
import JSON
import OpenAI
import Refinement

/// A question that came as plain text, its settings in the query string: `?samples=20&temperature=0.8&answer=number`.
enum TextRequest {
    /// Where settings that are no method's stand in the native body, by their names in the query. Texts are taken as they
    /// are, whatever else they could be read as.
    private static let texts: [String: [String]] = {
        var places = [
            "model": ["model"], "answer": ["answer", "type"], "pattern": ["answer", "pattern"],
            "stop": ["sampling", "stop"], "on_low_confidence": ["on_low_confidence"],
        ]
        for role in Role.assignable { places[role.rawValue] = ["roles", role.rawValue] }
        return places
    }()

    /// The same for numbers and Booleans.
    private static let literals: [String: [String]] = {
        var places = [
            "stream": ["stream"], "min_confidence": ["min_confidence"], "max_calls": ["budget", "max_calls"],
            "deadline_ms": ["budget", "deadline_ms"], "budget_tokens": ["budget", "max_tokens"],
        ]
        for name in ["temperature", "top_p", "seed", "max_tokens", "frequency_penalty", "presence_penalty"] {
            places[name] = ["sampling", name]
        }
        return places
    }()

    /// Reads the request as if it had come in the native form.
    ///
    /// - Throws: `RequestError` naming the query parameter.
    static func request(
        prompt: String, query: [(name: String, value: String)], method: any Method.Type,
        _ configuration: ServiceConfiguration = ServiceConfiguration()
    ) throws(RequestError) -> RefinementRequest {
        let native = try body(prompt: prompt, query: query, method: method)
        do throws(RequestError) {
            return try RefinementRequest(native: native, method: method, configuration)
        } catch {
            throw error.renamed(name(of:))
        }
    }

    private static func body(
        prompt: String, query: [(name: String, value: String)], method: any Method.Type
    ) throws(RequestError) -> JSON.Object {
        var body = JSON.Object([JSON.Member("prompt", .string(prompt))])
        var seen: Set<String> = []
        for (name, value) in query {
            let parameter = method.description.parameters.first { $0.name == name }
            let isList = name == "include" || parameter?.isList == true
            guard isList || seen.insert(name).inserted else { throw .duplicate(member: name) }
            if name == "include" {
                body.append(value.split(separator: ",").map { .string(String($0)) }, at: [name])
            } else if let place = texts[name] {
                body.set(.string(value), at: place)
            } else if let place = literals[name] {
                body.set(literal(value), at: place)
            } else if let parameter {
                // Texts may hold commas, so a list has one text each time its name stands.
                if isList {
                    body.append([.string(value)], at: ["parameters", name])
                } else {
                    body.set(parameter.isLiteral ? literal(value) : .string(value), at: ["parameters", name])
                }
            } else {
                let known = method.description.parameters.map(\.name) + texts.keys + literals.keys + ["include"]
                throw .unknown(member: name, known: known.sorted())
            }
        }
        return body
    }

    /// The name in the query of a member of the native body.
    private static func name(of member: String) -> String {
        for places in [texts, literals] {
            if let name = places.first(where: { $0.value.joined(separator: ".") == member })?.key { return name }
        }
        let parameters = "parameters."
        return member.hasPrefix(parameters) ? String(member.dropFirst(parameters.count)) : member
    }

    /// A number or a Boolean if the text spells one, else a string, whose type the reader will find wrong by name.
    private static func literal(_ text: String) -> JSON {
        switch try? JSON(parsing: text) {
        case .number(let number)?: .number(number)
        case .bool(let value)?: .bool(value)
        default: .string(text)
        }
    }
}

extension Parameter {
    fileprivate var isList: Bool { if case .texts = domain { true } else { false } }

    fileprivate var isLiteral: Bool {
        switch domain {
        case .integer, .real, .flag: true
        default: false
        }
    }
}

extension JSON.Object {
    /// Sets a member, or a member of a member.
    fileprivate mutating func set(_ value: JSON, at place: [String]) {
        guard let name = place.first, place.count > 1 else { return self[place[0]] = value }
        var group = self[name]?.object ?? JSON.Object()
        group.set(value, at: Array(place.dropFirst()))
        self[name] = .object(group)
    }

    /// Appends to a list, which begins empty.
    fileprivate mutating func append(_ values: [JSON], at place: [String]) {
        let list = place.reduce(JSON.object(self)) { $0[$1] ?? .null }
        set(.array((list.array ?? []) + values), at: place)
    }
}

extension RequestError {
    /// The same error about the member by another name.
    fileprivate func renamed(_ name: (String) -> String) -> RequestError {
        switch self {
        case .invalidJSON: self
        case .missing(let member): .missing(member: name(member))
        case .wrongType(let member, let expected, let found):
            .wrongType(member: name(member), expected: expected, found: found)
        case .outOfRange(let member, let allowed, let found):
            .outOfRange(member: name(member), allowed: allowed, found: found)
        case .duplicate(let member): .duplicate(member: name(member))
        case .unknown(let member, let known): .unknown(member: name(member), known: known)
        case .notHonoured(let member, let reason): .notHonoured(member: name(member), reason: reason)
        }
    }
}
