import Testing

@testable import Upstream

@Suite struct ChoiceCapabilityTests {
    @Test func asksForTheLastTwoTogetherBeforeAnythingIsKnown() {
        let capability = ChoiceCapability()
        #expect(capability.callSizes(for: 1, spare: 0, limit: 64) == [1])
        #expect(capability.callSizes(for: 2, spare: 0, limit: 64) == [2])
        #expect(capability.callSizes(for: 5, spare: 0, limit: 64) == [1, 1, 1, 2])
    }

    @Test func asksForAllTogetherOnceSeveralHaveComeBack() {
        var capability = ChoiceCapability()
        capability.note(asked: 2, received: 2, by: 1)
        #expect(capability.callSizes(for: 40, spare: 0, limit: 64) == [40])
        #expect(capability.callSizes(for: 100, spare: 0, limit: 64) == [64, 36])
    }

    @Test func asksForEachByItselfOnceTheyHaveNot() {
        var capability = ChoiceCapability()
        capability.note(asked: 2, received: 1, by: 1)
        #expect(capability.callSizes(for: 3, spare: 0, limit: 64) == [1, 1, 1])
    }

    @Test func findsOutHowManyAServerTakes() {
        // llama.cpp with 8 slots.
        var capability = ChoiceCapability()
        capability.note(asked: 2, received: 2, by: 1)
        refuse(16, &capability)
        #expect(capability.callSizes(for: 16, spare: 0, limit: 64) == [4, 4, 4, 4])
        capability.note(asked: 4, received: 4, by: 1)
        #expect(capability.callSizes(for: 16, spare: 0, limit: 64) == [8, 8])
        capability.note(asked: 8, received: 8, by: 1)
        refuse(15, &capability)
        #expect(capability.callSizes(for: 16, spare: 0, limit: 64) == [14, 2])
    }

    /// A refusal that proves to be about the number, because a call for one is taken.
    private func refuse(_ choices: Int, _ capability: inout ChoiceCapability) {
        capability.suspect(choices, by: 1)
        capability.note(asked: 1, received: 1, by: 1)
    }

    @Test func doesNotTakeAnyRefusalForOneOfTheNumber() {
        var capability = ChoiceCapability()
        capability.note(asked: 2, received: 2, by: 1)
        capability.suspect(16, by: 1)
        #expect(capability.callSizes(for: 16, spare: 0, limit: 64) == [16])
    }

    @Test func anotherRequestThatIsTakenSaysNothingOfOneThatWasRefused() {
        var capability = ChoiceCapability()
        capability.suspect(2, by: 1)
        capability.note(asked: 1, received: 1, by: 2)
        #expect(capability.callSizes(for: 2, spare: 0, limit: 64) == [2])
        capability.note(asked: 1, received: 1, by: 1)
        #expect(capability.callSizes(for: 2, spare: 0, limit: 64) == [1, 1])
    }

    @Test func whatHasWorkedIsNotSuspected() {
        var capability = ChoiceCapability()
        capability.note(asked: 8, received: 8, by: 1)
        refuse(8, &capability)
        refuse(2, &capability)
        #expect(capability.callSizes(for: 8, spare: 0, limit: 64) == [8])
    }

    @Test func asksForNoneThatMayBeSparedTogetherWithOneThatIsNeeded() {
        var capability = ChoiceCapability()
        #expect(capability.callSizes(for: 5, spare: 2, limit: 64) == [1, 1, 1, 2])
        capability.note(asked: 2, received: 2, by: 1)
        #expect(capability.callSizes(for: 16, spare: 7, limit: 64) == [9, 7])
        #expect(capability.callSizes(for: 1, spare: 0, limit: 64) == [1])
    }

    @Test(arguments: 1...40) func coversEverySampleOnce(count: Int) {
        var capability = ChoiceCapability()
        for step in 0..<4 {
            #expect(capability.callSizes(for: count, spare: 0, limit: 16).reduce(0, +) == count)
            if step == 0 { capability.note(asked: 2, received: 2, by: 1) } else { refuse(12 - step, &capability) }
        }
    }
}
