import JSON
import Refinement
import Testing

@Suite struct ParameterTests {
    func values(_ given: JSON) throws -> ParameterValues {
        try ParameterValues(given.object ?? JSON.Object(), declared: SelfConsistency.description.parameters)
    }

    @Test(
        arguments: [[:], ["samples": 1], ["samples": 256], ["samples": 4.0], ["early_stop": "never"]]
            as [JSON])
    func takesWhatIsDeclared(given: JSON) {
        #expect(throws: Never.self) { try values(given) }
    }

    @Test(
        arguments: [
            ["samples": 0], ["samples": nil], ["samples": 257], ["samples": "8"], ["samples": 1.5], ["samples": [1]],
            ["early_stop": true],
            ["early_stop": "sometimes"],
        ] as [JSON])
    func namesWhatIsNotAllowed(given: JSON) throws {
        let name = try #require(given.object?.members.first?.name)
        #expect { try values(given) } throws: { error in
            guard case .notAllowed(name, _, _)? = error as? ParameterError else { return false }
            return true
        }
    }

    @Test func namesWhatIsUnknown() {
        #expect(
            throws: ParameterError.unknown(
                name: "sample", known: ["samples", "early_stop", "weight", "tie", "count_null"])
        ) {
            try values(["sample": 1])
        }
    }

    @Test func isFoundByNameAndAlias() {
        #expect(Methods.named("sc") == SelfConsistency.self)
        #expect(Methods.named("self-consistency") == SelfConsistency.self)
        #expect(Methods.named("SC") == nil)
    }
}
