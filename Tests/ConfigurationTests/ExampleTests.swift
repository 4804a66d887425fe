import Testing
import Upstream

@testable import Configuration

/// The example that is shipped.
struct ExampleTests {
    @Test func isAConfiguration() throws {
        let repository = String(#filePath.dropLast("/Tests/ConfigurationTests/ExampleTests.swift".count))
        let configuration = try Configuration.load(
            file: "\(repository)/Documentation/hone.yaml", environment: ["OPENAI_API_KEY": "k"])
        #expect(configuration.fleet.upstreams.map(\.name) == ["local", "openai"])
        #expect(configuration.fleet.models.map(\.name) == ["fast", "sure", "best"])
    }
}
