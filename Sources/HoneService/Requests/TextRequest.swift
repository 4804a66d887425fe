import HTTP
import JSON
import OpenAI
import Refinement

/// A question that came as plain text, its settings in the query string: `?samples=20&temperature=0.8&answer=number`.
enum TextRequest {
    private static let sampling = [
        "temperature", "top_p", "seed", "max_tokens", "stop", "frequency_penalty", "presence_penalty",
    ]

    /// The same request in the form of the native body.
    ///
    /// - Throws: `RequestError` naming the query parameter.
    static func body(
        prompt: String, query: [(name: String, value: String)], method: any Method.Type
    ) throws(RequestError) -> JSON.Object {
        var body = JSON.Object([JSON.Member("prompt", .string(prompt))])
        var groups: [String: JSON.Object] = [:]
        var include: [JSON] = []
        var seen: Set<String> = []
        let parameters = Dictionary(uniqueKeysWithValues: method.description.parameters.map { ($0.name, $0) })
        for (name, value) in query {
            guard name == "include" || seen.insert(name).inserted else { throw .duplicate(member: name) }
            switch name {
            case "model": body["model"] = .string(value)
            case "stream": body["stream"] = literal(value)
            case "include": include += value.split(separator: ",").map { .string(String($0)) }
            case "answer": groups["answer", default: JSON.Object()]["type"] = .string(value)
            case "pattern": groups["answer", default: JSON.Object()]["pattern"] = .string(value)
            case "max_calls", "deadline_ms": groups["budget", default: JSON.Object()][name] = literal(value)
            case "budget_tokens": groups["budget", default: JSON.Object()]["max_tokens"] = literal(value)
            case "stop": groups["sampling", default: JSON.Object()][name] = .string(value)
            case _ where sampling.contains(name): groups["sampling", default: JSON.Object()][name] = literal(value)
            case _ where parameters[name]?.isText == true:
                groups["parameters", default: JSON.Object()][name] = .string(value)
            case _ where parameters[name] != nil: groups["parameters", default: JSON.Object()][name] = literal(value)
            default:
                let others = [
                    "model", "stream", "include", "answer", "pattern", "max_calls", "deadline_ms", "budget_tokens",
                ]
                throw .unknown(member: name, known: (parameters.keys + sampling + others).sorted())
            }
        }
        for (name, group) in groups.sorted(by: { $0.key < $1.key }) { body[name] = .object(group) }
        if !include.isEmpty { body["include"] = .array(include) }
        return body
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
    /// Whether the value is a text, though it may look like a number.
    fileprivate var isText: Bool { if case .text = domain { true } else { false } }
}
