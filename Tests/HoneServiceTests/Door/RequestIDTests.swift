import HTTPTypes
import TestUpstream
import Testing

@testable import HoneService

@Suite(.timeLimit(.minutes(5))) struct RequestIDTests {
    @Test func isTheClientsOwnIfItCanBeShown() async throws {
        try await ServiceUnderTest.with { hone in
            for own in ["abc-1", String(repeating: "x", count: 128)] {
                for path in ["/health", "/nothing", "/v1/models"] {
                    let answer = try await hone.send(.get, path, fields: [.requestID: own])
                    #expect(answer.fields[.requestID] == own)
                }
            }
            for own in ["a b", "é", String(repeating: "x", count: 129), ""] {
                let answer = try await hone.send(.get, "/health", fields: [.requestID: own])
                #expect(answer.fields[.requestID]?.hasPrefix("req_") == true)
            }
            let first = try await hone.get("/health").fields[.requestID]
            #expect(try await hone.get("/health").fields[.requestID] != first)
        }
    }

    @Test func leavesTheModelServersWhereItIs() async throws {
        try await ServiceUnderTest.with { hone in
            // The upstream sends back what it is sent.
            let answer = try await hone.post("/v1/echo", "{}", fields: [.requestID: "mine"])
            #expect(answer.fields[.requestID] == "mine" && answer.fields[.honeRequestID] == "mine")
        }
    }
}
