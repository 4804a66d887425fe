import Testing

@testable import Upstream

@Suite struct ChoiceCapabilityTests {
    @Test func asksForTheLastTwoTogetherBeforeAnythingIsKnown() {
        let capability = ChoiceCapability()
        #expect(capability.callSizes(for: 1, limit: 64) == [1])
        #expect(capability.callSizes(for: 2, limit: 64) == [2])
        #expect(capability.callSizes(for: 5, limit: 64) == [1, 1, 1, 2])
    }

    @Test func asksForAllTogetherOnceSeveralHaveComeBack() {
        var capability = ChoiceCapability()
        capability.note(asked: 2, received: 2)
        #expect(capability.callSizes(for: 40, limit: 64) == [40])
        #expect(capability.callSizes(for: 100, limit: 64) == [64, 36])
    }

    @Test func asksForEachByItselfOnceTheyHaveNot() {
        var capability = ChoiceCapability()
        capability.note(asked: 2, received: 1)
        #expect(capability.callSizes(for: 3, limit: 64) == [1, 1, 1])
    }

    @Test func findsOutHowManyAServerTakes() {
        // llama.cpp with 8 slots.
        var capability = ChoiceCapability()
        capability.note(asked: 2, received: 2)
        capability.refuse(16)
        #expect(capability.callSizes(for: 16, limit: 64) == [4, 4, 4, 4])
        capability.note(asked: 4, received: 4)
        #expect(capability.callSizes(for: 16, limit: 64) == [8, 8])
        capability.note(asked: 8, received: 8)
        capability.refuse(15)
        #expect(capability.callSizes(for: 16, limit: 64) == [14, 2])
    }

    @Test(arguments: 1...40) func coversEverySampleOnce(count: Int) {
        var capability = ChoiceCapability()
        for step in 0..<4 {
            #expect(capability.callSizes(for: count, limit: 16).reduce(0, +) == count)
            if step == 0 { capability.note(asked: 2, received: 2) } else { capability.refuse(12 - step) }
        }
    }
}
