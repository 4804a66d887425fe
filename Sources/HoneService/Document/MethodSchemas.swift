import JSON
import Refinement

/// What the methods' declarations say in the description of the API, as lines of YAML; JSON is YAML too.
enum MethodSchemas {
    /// The parameters of all methods as query parameters, each name once.
    static func queryParameters(of methods: [MethodDescription]) -> [String] {
        var names: [String] = []
        for name in methods.flatMap(\.parameters).map(\.name) where !names.contains(name) { names.append(name) }
        return names.flatMap { name in
            let takers = methods.filter { $0.parameters.contains { $0.name == name } }
            let schemas = takers.map { reference("\($0.parametersSchema)/properties/\(name)") }
            let description = "Text bodies only. A parameter of \(takers.map(\.name).joined(separator: ", "))."
            return [
                "- name: \(name)",
                "  in: query",
                "  description: \(JSON.string(description))",
                "  schema: \(schemas.count == 1 ? schemas[0] : ["anyOf": .array(schemas)])",
            ]
        }
    }

    /// The schemas of the methods' names and parameters, and the one that says which go together.
    static func schemas(of methods: [MethodDescription]) -> [String] {
        let names: JSON = [
            "description": "A method's full name or its alias.", "type": "string",
            "enum": .array(methods.flatMap(\.names)),
        ]
        let any: JSON = ["anyOf": .array(methods.map { reference($0.parametersSchema) })]
        return methods.flatMap(parameters) + ["MethodName: \(names)", "MethodParameters: \(any)"] + choice(of: methods)
    }

    private static func parameters(of method: MethodDescription) -> [String] {
        [
            "\(method.parametersSchema):",
            "  description: \(JSON.string("The parameters of \(method.name). \(method.summary)"))",
            "  type: object",
            "  additionalProperties: false",
            method.parameters.isEmpty ? "  properties: {}" : "  properties:",
        ] + method.parameters.map { "    \($0.name): \($0.schema)" }
    }

    /// The method's name with the parameters that go with it, in `parameters` or beside the name.
    private static func choice(of methods: [MethodDescription]) -> [String] {
        [
            "MethodChoice:",
            "  type: [object, \"null\"]",
            "  properties:",
            "    method: \(reference("MethodName"))",
            "  allOf:",
        ]
            + methods.flatMap { method in
                [
                    "  - if: \(["required": ["method"], "properties": ["method": ["enum": .array(method.names)]]] as JSON)",
                    "    then:",
                    "      properties:",
                    "        parameters: \(["anyOf": [reference(method.parametersSchema), ["type": "null"]]] as JSON)",
                ]
                    + method.parameters.map {
                        "        \($0.name): \(reference("\(method.parametersSchema)/properties/\($0.name)"))"
                    }
            }
    }

    /// A reference to a schema, or to a part of one.
    static func reference(_ schema: String) -> JSON { ["$ref": .string("#/components/schemas/\(schema)")] }
}

extension MethodDescription {
    /// What the schema of the method's parameters is called: `SelfConsistencyParameters`.
    fileprivate var parametersSchema: String {
        name.split(separator: "-").map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined() + "Parameters"
    }

    fileprivate var names: [JSON] { [.string(name), .string(alias)] }
}
