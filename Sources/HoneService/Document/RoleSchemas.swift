import JSON
import Refinement

/// What the roles say in the description of the API, as lines of YAML.
enum RoleSchemas {
    /// The roles that a request may give away, as query parameters.
    static let queryParameters: [String] = Role.assignable.flatMap { role in
        [
            "- name: \(role.rawValue)",
            "  in: query",
            "  description: Text bodies only. The model of this role, as in `Roles`.",
            "  schema:",
            "    type: string",
        ]
    }

    /// The schemas of all roles, and of the models that a request gives some of them.
    static let schemas: [String] =
        [
            "Role: \(["type": "string", "enum": .array(Role.allCases.map { .string($0.rawValue) })] as JSON)",
            "Roles:",
            "  description: |",
            "    The models of roles, where they are not the model that is asked. Which roles a method has, its description",
            "    tells; every method has `stronger`, for `on_low_confidence: escalate`.",
            "  type: [object, \"null\"]",
            "  additionalProperties: false",
            "  properties:",
        ] + Role.assignable.map { "    \($0.rawValue): \(["type": ["string", "null"]] as JSON)" }
}
