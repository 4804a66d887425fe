import HTTP
import HTTPTypes
import JSON
import TestUpstream
import Testing

/// Whom a request names for a role is asked in that role, and the cost is told role by role.
@Suite(.timeLimit(.minutes(5))) struct RolesTests {
    /// A method, the question with its settings, and the roles that it has.
    struct Row: Sendable {
        let method: String
        let members: String
        let roles: [String]
    }

    private static let rows = [
        Row(method: "sc", members: #""prompt":"How many?","parameters":{"samples":3}"#, roles: []),
        Row(method: "usc", members: #""prompt":"A word?","parameters":{"samples":3}"#, roles: ["judge"]),
        Row(method: "sa", members: #""prompt":"A word?","parameters":{"samples":3}"#, roles: ["judge"]),
        Row(
            method: "self-refine", members: #""prompt":"How many?","parameters":{"max_rounds":1}"#,
            roles: ["critic", "refiner", "judge"]),
        Row(
            method: "untargeted", members: #""prompt":"How many?","parameters":{"rounds":1}"#,
            roles: ["critic", "refiner", "judge"]),
        Row(
            method: "dsc", members: #""prompts":["How many?","How few?"],"parameters":{"rounds":1,"max_samples":4}"#,
            roles: ["ranker"]),
    ]

    /// The model `m` gives a new answer at every call; the others speak as their roles ask.
    private static func reply(_ call: TestUpstream.Call) -> TestUpstream.Reply {
        switch call.body["model"]?.string {
        case "critic" where call.body.description.contains("VERDICT: REVISE"): .says(["VERDICT: REVISE\n- it is 7"])
        case "critic":
            .says([#"{"items":[{"aspect":"truth","score":4,"problem":"it is 7"}],"total":4,"verdict":"refine"}"#])
        case "refiner": .says(["The answer is 7."])
        case "judge": .says(["VERDICT: TIE"])
        case "ranker": .says(["Q2, Q1"])
        default: .says((0..<call.choices).map { "The answer is \(call.number + $0 + 20)." })
        }
    }

    @Test(arguments: rows) func reachTheModelThatIsNamed(row: Row) async throws {
        try await ServiceUnderTest.with(reply: Self.reply) { hone in
            let all = ["critic", "refiner", "judge", "ranker", "stronger"]
            let roles = all.map { #""\#($0)":"\#($0)""# }.joined(separator: ",")
            let answer = try await hone.post(
                "/v1/refine/\(row.method)", #"{"model":"m",\#(row.members),"roles":{\#(roles)}}"#)
            #expect(answer.status == 200)
            let calls = Dictionary(grouping: hone.upstream.observations.calls) { $0.body["model"]?.string ?? "" }
            #expect(Set(calls.keys) == Set(row.roles + ["m"]))
            let usage = answer.json["usage"]
            #expect(Set(usage?["by_role"]?.object?.members.map(\.name) ?? []) == Set(row.roles + ["generator"]))
            for role in row.roles + ["generator"] {
                let count = calls[role == "generator" ? "m" : role]?.count ?? 0
                #expect(usage?["by_role"]?[role]?["prompt_tokens"] == .number(count * TestUpstream.promptTokens))
            }
            #expect(usage?["prompt_tokens"] == .number(calls.values.joined().count * TestUpstream.promptTokens))
            #expect(answer.json["calls"] == .number(calls.values.joined().count))
        }
    }

    @Test(arguments: rows) func arePlayedByTheModelThatIsAskedWhereNobodyIsNamed(row: Row) async throws {
        try await ServiceUnderTest.with(reply: Self.reply) { hone in
            let answer = try await hone.post("/v1/refine/\(row.method)", #"{"model":"m",\#(row.members)}"#)
            #expect(answer.status == 200)
            #expect(hone.upstream.observations.calls.allSatisfy { $0.body["model"] == "m" })
            let roles = Set(answer.json["usage"]?["by_role"]?.object?.members.map(\.name) ?? [])
            #expect(roles.contains("generator") && roles.isSubset(of: row.roles + ["generator"]))
            #expect(roles.count > 1 || row.roles.isEmpty)
        }
    }

    @Test func areNamedInChatsAndQueriesAsWell() async throws {
        try await ServiceUnderTest.with(reply: Self.reply) { hone in
            let chat = try await Form.chat.ask(
                hone, "usc", settings: #""samples":2,"roles":{"judge":"judge","critic":null}"#)
            #expect(chat.refinement["usage"]?["by_role"]?["judge"] != nil)
            let text = try await hone.send(
                .post, "/v1/refine/usc?model=m&samples=2&judge=judge", "A word?", fields: [.contentType: "text/plain"])
            #expect(text.json["usage"]?["by_role"]?["judge"] != nil)
            #expect(hone.upstream.observations.calls.count { $0.body["model"] == "judge" } == 2)
        }
    }

    /// Escalation replaces the model that answers; who was named for another role keeps it.
    @Test func keepTheirModelsAfterAnEscalation() async throws {
        try await ServiceUnderTest.with(reply: Self.reply) { hone in
            let answer = try await Form.native.ask(
                hone, "usc",
                settings: #"""
                    "parameters":{"samples":2},"min_confidence":1,"on_low_confidence":"escalate",
                    "roles":{"judge":"judge","stronger":"big"}
                    """#)
            #expect(answer.refinement["low_confidence"] == "escalate")
            let models = hone.upstream.observations.calls.compactMap { $0.body["model"]?.string }
            #expect(Set(models) == ["m", "judge", "big"])
            #expect(models.count { $0 == "judge" } == 2)
            let roles = answer.json["usage"]?["by_role"]?.object?.members.map(\.name)
            #expect(roles == ["generator", "judge", "stronger"])
        }
    }
}
