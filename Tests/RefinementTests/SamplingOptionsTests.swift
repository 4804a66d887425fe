import JSON
import Refinement
import Testing

@Suite struct SamplingOptionsTests {
    let options = SamplingOptions([("temperature", Array("0.70".utf8)), ("seed", Array("5".utf8))])

    @Test func keepsSpellingAndOrder() {
        var changed = options
        changed["seed"] = 6
        changed["top_p"] = 1
        #expect(changed.members.map(\.name) == ["temperature", "seed", "top_p"])
        #expect(changed.members[0].value == Array("0.70".utf8))
        changed["seed"] = nil
        #expect(changed["seed"] == nil)
    }

    @Test func givesSampleIItsOwnSeedOnlyWhereOneIsSet() {
        #expect(options.forSample(3)["seed"] == 8)
        #expect(SamplingOptions().forSample(3).members.isEmpty)
    }
}
