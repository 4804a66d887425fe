import HTTP
import HTTPTypes
import JSON
import Logging
import Synchronization
import TestUpstream
import Testing

@testable import HoneService

@Suite(.timeLimit(.minutes(5))) struct SecretTests {
    /// Everything that was logged, as text.
    private final class Book: Sendable {
        private let lines = Mutex<[String]>([])

        var text: String { lines.withLock { $0.joined(separator: "\n") } }

        func add(_ line: String) { lines.withLock { $0.append(line) } }
    }

    private struct Recorder: LogHandler {
        let book: Book
        var metadata: Logger.Metadata = [:]
        var logLevel = Logger.Level.trace

        init(_ book: Book) { self.book = book }

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let all = metadata.merging(event.metadata ?? [:]) { $1 }
            book.add("\(event.level) \(event.message) \(all)")
        }
    }

    private static func text(_ fields: HTTPFields) -> String {
        fields.map { "\($0.name): \($0.value)\n" }.joined()
    }

    @Test func neverAppearInAnswersRunsOrLogs() async throws {
        let book = Book()
        let logger = Logger(label: "test") { _ in Recorder(book) }
        let key = FreshKey().text
        var configuration = ServiceConfiguration()
        configuration.keys = [ClientKey(name: "owner", digest: KeyDigest(of: key))]
        let fields: HTTPFields = [.contentType: "application/json", .authorization: "Bearer \(key)"]
        try await ServiceUnderTest.with(
            key: "server-secret", configuration: configuration, logger: logger,
            reply: { call in
                call.number % 2 == 0
                    ? call.says { _ in "= 1" }
                    : .refuses(status: 401, body: #"{"error":{"message":"Wrong key server-secret"}}"#)
            }
        ) { hone in
            var told = ""
            for (method, path, body) in [
                (HTTPRequest.Method.post, "/v1/refine/sc", #"{"prompt":"x","parameters":{"samples":1}}"#),
                (.post, "/v1/refine/sc", #"{"prompt":"x","parameters":{"samples":1}}"#),
                (.post, "/v1/refine/nothing", "{}"), (.post, "/v1/refine/sc", "{"), (.get, "/nothing", ""),
                (.post, "/v1/chat/completions", #"{"model":"m","messages":[]}"#), (.post, "/v1/chat/completions", "{}"),
                (.get, "/openapi.yaml", ""), (.get, "/v1/models", ""), (.post, "/v1/echo", "{}"),
            ] {
                let answer = try await hone.send(method, path, body, fields: fields)
                told += answer.text + Self.text(answer.fields)
                if let id = answer.fields[.honeRun] {
                    told += try await hone.send(.get, "/v1/runs/\(id)", fields: fields).text
                }
            }
            let wrong = try await hone.send(.get, "/v1/models", fields: [.authorization: "Bearer \(key)x"])
            told += wrong.text + Self.text(wrong.fields)
            #expect(!book.text.isEmpty)
            for secret in [key, configuration.keys[0].digest.description] {
                #expect(!told.contains(secret))
                #expect(!book.text.contains(secret))
            }
            // The echo shows what the model server sees, and of Hone's own secrets that is only its key.
            #expect(told.contains("server-secret"))
            #expect(!book.text.contains("server-secret"))
            for call in hone.upstream.observations.calls { #expect(!Self.text(call.head.fields).contains(key)) }
        }
    }
}
