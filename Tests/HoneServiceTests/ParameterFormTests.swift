import HTTP
import HTTPTypes
import JSON
import TestUpstream
import Testing

/// Parameters of every kind, in every place where they may stand.
@Suite(.timeLimit(.minutes(5))) struct ParameterFormTests {
    /// Parameters of a method, and how many samples it then counts of a model that always says 7.
    struct Row: Sendable {
        let method: String
        let parameters: KeyValuePairs<String, JSON>
        let counted: Int
    }

    private static let rows = [
        Row(method: "asc", parameters: [:], counted: 4),
        Row(method: "asc", parameters: ["threshold": 0.9], counted: 3),
        Row(method: "asc", parameters: ["threshold": 0.99, "max_samples": 5], counted: 5),
        Row(method: "asc", parameters: ["criterion": "majority", "threshold": 1, "max_samples": 7], counted: 2),
        Row(method: "asc", parameters: ["threshold": 0.99, "count_null": true], counted: 6),
        Row(method: "esc", parameters: ["window": 3, "final": "pool"], counted: 3),
        Row(method: "esc", parameters: ["window": 4, "max_affected": 0.5], counted: 4),
        Row(method: "sc", parameters: ["samples": 3, "early_stop": "never", "count_null": false], counted: 3),
    ]

    private func counted(_ answer: ServiceUnderTest.Answer) -> JSON? { answer.refinement["samples"]?["counted"] }

    @Test(arguments: rows) func countInEveryPlace(row: Row) async throws {
        try await ServiceUnderTest.with(reply: { $0.says { _ in "= 7" } }) { hone in
            let members = JSON.Object(row.parameters.map { JSON.Member($0.key, $0.value) })
            let nested = #""parameters":\#(JSON.object(members))"#
            for form in [Form.native, .chat] {
                let answer = try await form.ask(hone, row.method, settings: nested)
                #expect(counted(answer) == .number(row.counted))
            }
            let flat = JSON.object(members).description.dropFirst().dropLast()
            let besideTheName = try await Form.chat.ask(hone, row.method, settings: String(flat))
            #expect(counted(besideTheName) == .number(row.counted))
            let query = row.parameters.map { "\($0.key)=\($0.value.string ?? $0.value.description)" }
            let text = try await hone.send(
                .post, "/v1/refine/\(row.method)?\(query.joined(separator: "&"))", "How many?",
                fields: [.contentType: "text/plain"])
            #expect(counted(text) == .number(row.counted))
        }
    }

    @Test func oneThatMayBeLeftOutMayBeNull() async throws {
        try await ServiceUnderTest.with(reply: { $0.says { _ in "= 7" } }) { hone in
            for form in [Form.native, .chat] {
                let answer = try await form.ask(
                    hone, "asc", settings: #""parameters":{"threshold":null,"criterion":"beta"}"#)
                #expect(counted(answer) == 4)
            }
        }
    }

    /// Texts may hold commas, so a list in a query has one text each time its name stands.
    @Test func aListOfTextsStandsInEveryPlace() async throws {
        try await ServiceUnderTest.with { hone in
            let list = #""aspects":["short, and clear","true"]"#
            for form in [Form.native, .chat] {
                _ = try await form.ask(hone, "self-refine", settings: #""parameters":{"max_rounds":1,\#(list)}"#)
            }
            _ = try await Form.chat.ask(hone, "self-refine", settings: #""max_rounds":1,\#(list)"#)
            _ = try await hone.send(
                .post, "/v1/refine/self-refine?max_rounds=1&aspects=short,%20and%20clear&aspects=true", "How many?",
                fields: [.contentType: "text/plain"])
            let critics = hone.upstream.observations.calls.filter {
                let prompt = $0.body["messages"]?.description ?? ""
                return prompt.contains("short, and clear") && !prompt.contains("completeness")
            }
            #expect(critics.count >= 4)
        }
    }

    @Test func settingsOfAllKindsStandInTheQuery() async throws {
        try await ServiceUnderTest.with(reply: { call in
            call.body["model"] == "big" ? call.says { _ in "= 42" } : call.says { "= \($0)" }
        }) { hone in
            let answer = try await hone.send(
                .post,
                "/v1/refine/sc?model=m&samples=3&seed=0&temperature=0.5&min_confidence=0.9&on_low_confidence=escalate"
                    + "&stronger=big&answer=number&stop=0&max_calls=9&budget_tokens=1000&include=samples,trace",
                "How many?", fields: [.contentType: "text/plain"])
            #expect(answer.json["answer"] == "42" && answer.json["low_confidence"] == "escalate")
            #expect(answer.json["trace"] != nil && answer.json["samples"]?["items"] != nil)
            let calls = hone.upstream.observations.calls
            #expect(calls.count == 6 && calls.allSatisfy { $0.body["stop"] == "0" && $0.temperature == 0.5 })
        }
    }

    @Test(arguments: [
        ("sc?samples=0", "samples", "invalid_value"), ("sc?samples=three", "samples", "invalid_value"),
        ("sc?samples=3&samples=4", "samples", "duplicate_parameter"), ("sc?colour=3", "colour", "unknown_parameter"),
        ("sc?early_stop=true", "early_stop", "invalid_value"), ("sc?count_null=1", "count_null", "invalid_value"),
        ("asc?threshold=2", "threshold", "invalid_value"), ("sc?temperature=9", "temperature", "invalid_value"),
        ("sc?budget_tokens=0", "budget_tokens", "invalid_value"), ("sc?answer=colour", "answer", "invalid_value"),
        ("sc?answer=regex&pattern=(", "pattern", "unsupported_parameter"),
        ("sc?on_low_confidence=abstain", "on_low_confidence", "unsupported_parameter"),
        ("esc?max_affected=0.1&max_expected_samples=9", "max_affected", "unsupported_parameter"),
    ])
    func aQueryThatIsWrongIsNamedByItsOwnName(request: String, member: String, code: String) async throws {
        try await ServiceUnderTest.with { hone in
            let answer = try await hone.send(
                .post, "/v1/refine/\(request)", "x", fields: [.contentType: "text/plain"])
            #expect(answer.status == 400)
            #expect(answer.json["error"]?["param"]?.string == member)
            #expect(answer.json["error"]?["code"]?.string == code)
        }
    }

    @Test(arguments: [
        (#""max_affected":0.1,"max_expected_samples":9"#, "hone.max_affected", "unsupported_parameter"),
        (
            #""parameters":{"max_affected":0.1,"max_expected_samples":9}"#, "hone.parameters.max_affected",
            "unsupported_parameter"
        ),
        (#""window":4,"parameters":{"window":4}"#, "hone.window", "duplicate_parameter"),
        (#""window":4,"window":5"#, "hone.window", "duplicate_parameter"),
        (#""final":"pond""#, "hone.final", "invalid_value"), (#""window":null"#, "hone.window", "invalid_value"),
    ])
    func aMemberThatIsWrongIsNamedWhereItStands(settings: String, member: String, code: String) async throws {
        try await ServiceUnderTest.with { hone in
            let answer = try await Form.chat.ask(hone, "esc", settings: settings)
            #expect(answer.status == 400)
            #expect(answer.json["error"]?["param"]?.string == member)
            #expect(answer.json["error"]?["code"]?.string == code)
        }
    }
}
