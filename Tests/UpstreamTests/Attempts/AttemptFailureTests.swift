import HTTPTypes
import Refinement
import Testing

@testable import Upstream

@Suite struct AttemptFailureTests {
    @Test(
        arguments: [
            (400, .none), (404, .elsewhere), (429, .again), (500, .otherReplica), (501, .elsewhere), (503, .again),
        ] as [(Int, AttemptFailure.Remedy)])
    func theStatusTellsWhereToGo(status: Int, remedy: AttemptFailure.Remedy) {
        #expect(AttemptFailure(rejected(status)).remedy(for: .freely) == remedy)
    }

    @Test func whatIsRefusedWithoutAnAnswerNeverLeftHone() {
        #expect(AttemptFailure(rejected(400)).isOfHone)
        #expect(!AttemptFailure(rejected(400), [:], at: 0).isOfHone)
        #expect(!AttemptFailure(.unreachable(reason: "")).isOfHone)
    }

    @Test(
        arguments: [
            (.unreachable(reason: ""), .failure), (.timedOut(stage: .connect), .failure),
            (.timedOut(stage: .firstByte), .failure), (.timedOut(stage: .idle), .failure),
            (.timedOut(stage: .total), .success), (.interrupted(reason: "", tokens: 0), .failure),
            (.interrupted(reason: "", tokens: 3), .success), (rejected(400), .success), (rejected(429), .success),
            (rejected(500), nil), (rejected(502), .failure), (rejected(503), .failure),
        ] as [(ModelError, DispatchState.Outcome?)])
    func failuresSpeakForTheReplicaOrAgainstItOrSayNothing(error: ModelError, outcome: DispatchState.Outcome?) {
        #expect(error.outcome == outcome)
    }
}

private func rejected(_ status: Int) -> ModelError { .rejected(.init(status: status, message: "")) }
