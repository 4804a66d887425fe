import JSON
import TestUpstream
import Testing

/// `n` with a method: the best answers by the method's own ranking, each a sample of its own.
@Suite(.timeLimit(.minutes(5))) struct BestChoicesRouteTests {
    let path = "/v1/chat/completions"
    /// Sample i reaches the answer of that place.
    private static let answers = [7, 5, 7, 5, 3, 7]

    private static func reply(_ call: TestUpstream.Call) -> TestUpstream.Reply {
        call.says { "s\($0): the answer is \(answers[$0 % answers.count])." }
    }

    private func body(_ members: String, settings: String = #""early_stop":"never""#) -> String {
        #"""
        {"model":"m","messages":[{"role":"user","content":"How many?"}],"seed":0,\#(members),
         "hone":{"method":"sc","samples":6,"answer":{"type":"number"},\#(settings)}}
        """#
    }

    @Test(arguments: [(2, ["s0", "s1"]), (3, ["s0", "s1", "s4"]), (6, ["s0", "s1", "s4", "s2", "s5", "s3"])])
    func returnsTheBestSampleOfEachAnswerAndThenFurtherOnes(count: Int, expected: [String]) async throws {
        try await ServiceUnderTest.with(reply: Self.reply) { hone in
            let json = try await hone.post(path, body(#""n":\#(count)"#)).json
            let choices = json["choices"]?.array ?? []
            #expect(choices.map { $0["index"]?.int } == Array(0..<count))
            #expect(choices.compactMap { $0["message"]?["content"]?.string?.prefix(2) } == expected.map { $0[...] })
            #expect(json["hone"]?["warnings"] == nil)
        }
    }

    @Test func streamsThemOneAfterAnother() async throws {
        try await ServiceUnderTest.with(reply: Self.reply) { hone in
            let text = try await hone.post(path, body(#""n":3,"stream":true"#)).text
            let chunks = try text.split(separator: "\n").filter { $0.hasPrefix("data: {") }
                .map { try JSON(parsing: String($0.dropFirst(6))) }
            let choices = chunks.compactMap { $0["choices"]?[0] }
            for (index, sample) in ["s0", "s1", "s4"].enumerated() {
                let own = choices.filter { $0["index"]?.int == index }
                #expect(own.first?["delta"]?["role"] == "assistant")
                let text = own.compactMap { $0["delta"]?["content"]?.string }.joined()
                #expect(text.hasPrefix("\(sample): the"))
                #expect(own.compactMap { $0["finish_reason"]?.string } == ["stop"])
            }
            #expect(choices.compactMap { $0["index"]?.int } == choices.compactMap { $0["index"]?.int }.sorted())
            #expect(chunks.count { $0["hone"] != nil } == 1 && chunks.last?["hone"] != nil)
        }
    }

    @Test func saysThatThereAreFewerWhereTheMethodStopsEarly() async throws {
        try await ServiceUnderTest.with { call in
            call.says { _ in "= 7" }
        } _: { hone in
            let json = try await hone.post(path, body(#""n":6"#, settings: #""early_stop":"certain""#)).json
            #expect(json["choices"]?.array?.count == 4)
            #expect(json["hone"]?["warnings"]?.array?.contains("fewer_choices") == true)
            let run = try await hone.get("/v1/runs/\(json["hone"]?["id"]?.string ?? "")").json
            #expect(run["warnings"]?.array?.contains("fewer_choices") == true)
        }
    }

    @Test(arguments: [#""method":"sc","samples":2"#, #""method":"self-refine""#, #""method":"auto""#])
    func refusesMoreThanTheMethodWillHave(settings: String) async throws {
        try await ServiceUnderTest.with { hone in
            let answer = try await hone.post(
                path,
                #"{"model":"m","n":3,"messages":[{"role":"user","content":"x"}],"hone":{\#(settings)}}"#)
            #expect(answer.status == 400 && answer.json["error"]?["param"] == "n")
            #expect(hone.upstream.observations.calls.isEmpty)
        }
    }
}
