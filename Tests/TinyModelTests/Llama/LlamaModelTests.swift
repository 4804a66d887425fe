import Testing

@testable import TinyModel

@Suite struct LlamaModelTests {
    private func logits(_ tokens: [Int], _ caches: inout [KeyValueCache], sequence: Int = 0) throws -> [[Float]] {
        try Fixture.model.forward(
            tokens.map { TokenRow(token: $0, sequence: sequence, wantsLogits: true) }, caches: &caches)
    }

    @Test func aPromptInOneGoEqualsTokenByToken() throws {
        let prompt = try Fixture.prompt(Fixture.applesQuestion)
        var whole = [KeyValueCache(try Fixture.model.configuration)]
        var single = whole
        let together = try logits(prompt, &whole)
        let oneByOne = try prompt.flatMap { try logits([$0], &single) }
        #expect(together == oneByOne)
    }

    @Test func sequencesDecodedTogetherEqualThoseAlone() throws {
        let model = try Fixture.model
        let prompts = try ["What is 7 + 5?", Fixture.applesQuestion, "Mia has 3 pens."].map(Fixture.prompt)
        var caches = prompts.map { _ in KeyValueCache(model.configuration) }
        let alone = try prompts.indices.map { index in
            var own = [caches[index]]
            return try #require(try logits(prompts[index], &own).last)
        }
        for index in prompts.indices {
            _ = try logits(Array(prompts[index].dropLast()), &caches, sequence: index)
        }
        let rows = prompts.enumerated().map { TokenRow(token: $1.last ?? 0, sequence: $0, wantsLogits: true) }
        #expect(model.forward(rows, caches: &caches) == alone)
    }

    @Test func aCopiedCacheGoesItsOwnWay() throws {
        let prompt = try Fixture.prompt(Fixture.applesQuestion)
        var original = [KeyValueCache(try Fixture.model.configuration)]
        _ = try logits(prompt, &original)
        var copy = original
        _ = try logits([8, 9, 10], &copy)
        var untouched = [KeyValueCache(try Fixture.model.configuration)]
        _ = try logits(prompt, &untouched)
        #expect(try logits([10, 11], &original) == logits([10, 11], &untouched))
        #expect(copy[0].count == prompt.count + 3)
    }
}
