import HTTP
import JSON
import Testing

/// What the description of the API says of the methods follows from what they declare.
@Suite(.timeLimit(.minutes(5))) struct DocumentTests {
    struct Declared {
        let method: JSON
        let document: String
        let schema: String
        let parameters: [JSON.Member]
    }

    func forEachMethod(_ check: (Declared) throws -> Void) async throws {
        try await ServiceUnderTest.with { hone in
            let document = try await hone.get("/openapi.yaml").text
            let methods = try #require(try await hone.get("/v1/methods").json["data"]?.array)
            #expect(!methods.isEmpty)
            for method in methods {
                let words = (method["name"]?.string ?? "").split(separator: "-")
                try check(
                    Declared(
                        method: method, document: document,
                        schema: words.map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined() + "Parameters",
                        parameters: method["parameters"]?["properties"]?.object?.members ?? []))
            }
        }
    }

    @Test func leavesNoPlaceholder() async throws {
        try await ServiceUnderTest.with { hone in
            let document = try await hone.get("/openapi.yaml").text
            #expect(!document.contains("# <"))
        }
    }

    @Test func hasASchemaOfEveryMethodsParameters() async throws {
        try await forEachMethod { declared in
            #expect(declared.document.contains("\n    \(declared.schema):\n"))
            for parameter in declared.parameters {
                #expect(declared.document.contains("\n        \(parameter.name): \(parameter.value)\n"))
            }
        }
    }

    @Test func saysWhichParametersGoWithWhichMethodBesideItsName() async throws {
        try await forEachMethod { declared in
            let names: JSON = [declared.method["name"] ?? .null, declared.method["alias"] ?? .null]
            let choice = try #require(
                declared.document.split(separator: #"{"method":{"enum":\#(names)}}"#, maxSplits: 1).last)
            let own = choice.prefix { $0 != "-" }
            for parameter in declared.parameters {
                #expect(own.contains("\(parameter.name): {\"$ref\":"))
            }
        }
    }

    @Test func takesEveryParameterInTheQuery() async throws {
        try await forEachMethod { declared in
            for parameter in declared.parameters {
                #expect(declared.document.contains("\n        - name: \(parameter.name)\n          in: query\n"))
            }
        }
    }

    /// A parameter that is called like a setting could not be sent beside the method's name, or in a query.
    @Test func noParameterIsCalledLikeASetting() async throws {
        let settings: Set = [
            "method", "model", "prompt", "messages", "parameters", "sampling", "answer", "budget", "roles", "include",
            "stream", "min_confidence", "on_low_confidence", "pattern", "temperature", "top_p", "seed", "max_tokens",
            "stop", "frequency_penalty", "presence_penalty", "budget_tokens", "max_calls", "deadline_ms", "critic",
            "refiner", "judge", "ranker", "stronger",
        ]
        try await forEachMethod { declared in
            #expect(declared.parameters.map(\.name).filter(settings.contains).isEmpty)
        }
    }
}
