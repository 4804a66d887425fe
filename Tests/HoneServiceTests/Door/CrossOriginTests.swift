import HTTPTypes
import TestUpstream
import Testing

@testable import HoneService

@Suite(.timeLimit(.minutes(5))) struct CrossOriginTests {
    private static let page = "https://app.example"

    private static func configuration(_ origins: [String]) -> ServiceConfiguration {
        var configuration = ServiceConfiguration.keys(["a"])
        configuration.allowedOrigins = origins
        return configuration
    }

    private static func preflight(_ origin: String) -> HTTPFields {
        [
            .origin: origin, .accessControlRequestMethod: "POST",
            .accessControlRequestHeaders: "authorization, content-type,x-stainless-os, x-evil",
        ]
    }

    @Test func asksNoKeyForAPreflight() async throws {
        try await ServiceUnderTest.with(configuration: Self.configuration([Self.page])) { hone in
            let answer = try await hone.send(.options, "/v1/chat/completions", fields: Self.preflight(Self.page))
            #expect(answer.status == 204)
            #expect(answer.fields[.accessControlAllowOrigin] == Self.page)
            #expect(answer.fields[.accessControlAllowMethods]?.contains("POST") == true)
            #expect(answer.fields[.accessControlAllowHeaders] == "authorization, content-type, x-stainless-os")
            #expect(answer.fields[.accessControlMaxAge] == "7200")
            #expect(answer.fields[.vary] == "Origin")
            let other = try await hone.send(.options, "/v1/models", fields: Self.preflight("https://evil.example"))
            #expect(other.status == 401 && other.fields[.accessControlAllowOrigin] == nil)
        }
    }

    @Test func letsPagesReadAnswersAndErrors() async throws {
        try await ServiceUnderTest.with(configuration: Self.configuration([Self.page])) { hone in
            for (path, status) in [("/v1/methods", 200), ("/nothing", 404), ("/v1/runs/x", 404)] {
                var fields = HTTPFields.json(key: "a")
                fields[.origin] = Self.page
                let answer = try await hone.send(.get, path, fields: fields)
                #expect(answer.status == status)
                #expect(answer.fields[.accessControlAllowOrigin] == Self.page)
                #expect(answer.fields[.accessControlExposeHeaders]?.contains("Hone-Run") == true)
            }
            let closed = try await hone.send(.get, "/v1/methods", fields: [.origin: Self.page])
            #expect(closed.status == 401 && closed.fields[.accessControlAllowOrigin] == Self.page)
            var fields = HTTPFields.json(key: "a")
            fields[.origin] = Self.page + ".evil"
            let stranger = try await hone.send(.get, "/v1/methods", fields: fields)
            #expect(stranger.fields[.accessControlAllowOrigin] == nil && stranger.fields[.vary] == "Origin")
        }
    }

    @Test func letsEveryPageReadWithAStar() async throws {
        try await ServiceUnderTest.with(configuration: Self.configuration(["*"])) { hone in
            let answer = try await hone.send(.get, "/health", fields: [.origin: "null"])
            #expect(answer.fields[.accessControlAllowOrigin] == "*" && answer.fields[.vary] == nil)
        }
    }

    @Test func saysNothingWithoutAList() async throws {
        try await ServiceUnderTest.with { hone in
            let answer = try await hone.send(.options, "/v1/models", fields: Self.preflight(Self.page))
            #expect(answer.status == 204 && answer.fields[.allow] != nil)
            #expect(answer.fields[.accessControlAllowOrigin] == nil && answer.fields[.vary] == nil)
            // Neither does the model server say it for Hone: the upstream sends back what it is sent.
            let echo = try await hone.post(
                "/v1/echo", "{}", fields: [.accessControlAllowOrigin: "*", .accessControlMaxAge: "1"])
            #expect(echo.status == 200 && echo.fields[.accessControlAllowOrigin] == nil)
        }
    }
}
