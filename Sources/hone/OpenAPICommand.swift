import ArgumentParser
import HoneService

/// `hone openapi`: the description of the API, without a server.
struct OpenAPICommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "openapi", abstract: "Print the description of the API (OpenAPI 3.1, YAML), as it is served.")

    func run() {
        printLine(String(decoding: HoneService.document.dropLast(), as: UTF8.self))
    }
}
