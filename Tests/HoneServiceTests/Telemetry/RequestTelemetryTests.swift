import HTTP
import HTTPTypes
import JSON
import Logging
import Synchronization
import TestUpstream
import Testing

@testable import HoneService

/// Keeps what is logged.
private final class LogSink: Sendable {
    let lines = Mutex<[JSON]>([])

    var logger: Logger {
        Logger(label: "test") { _ in SinkHandler(sink: self) }
    }

    private struct SinkHandler: LogHandler {
        let sink: LogSink
        var logLevel = Logger.Level.info
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let line = JSONLogHandler.line(event.level, "\(event.message)", event.metadata ?? [:], at: WallClock())
            sink.lines.withLock { $0.append((try? JSON(parsing: line)) ?? .null) }
        }
    }
}

/// Keeps what calls said of their trace.
private final class Seen: Sendable {
    private let fields = Mutex<[String]>([])

    func add(_ field: String?) { fields.withLock { $0.append(field ?? "") } }

    var contexts: [TraceContext] { fields.withLock { $0 }.compactMap { TraceContext(parsing: $0) } }
}

struct RequestTelemetryTests {
    private static let question = #"{"prompt":"What is 17 + 26?","parameters":{"samples":3}}"#

    @Test func tellsARefinementInOneLine() async throws {
        let sink = LogSink()
        try await ServiceUnderTest.with(logger: sink.logger, reply: { $0.says { _ in "The answer is 43." } }) { hone in
            let answer = try await hone.post("/v1/refine/sc", Self.question)
            #expect(answer.status == 200)
            let line = try #require(sink.lines.withLock { $0.last })
            #expect(sink.lines.withLock { $0.count } == 1)
            #expect(line["route"] == "POST /v1/refine/{method}")
            #expect(line["status"] == 200)
            #expect(line["method"] == "self-consistency")
            #expect(line["model"] == "m")
            #expect(line["run"] == answer.json["id"])
            #expect(line["samples"]?.int == answer.json["samples"]?["counted"]?.int)
            #expect(line["stop_reason"] == answer.json["stop_reason"])
        }
    }

    @Test func tellsWhyARequestFailed() async throws {
        let sink = LogSink()
        try await ServiceUnderTest.with(logger: sink.logger) { hone in
            _ = try await hone.post("/v1/refine/sc", #"{"prompt":7}"#)
            let line = try #require(sink.lines.withLock { $0.last })
            #expect(line["status"] == 400)
            #expect(line["code"] == "invalid_type")
        }
    }

    @Test func neverTellsPromptsOrAnswers() async throws {
        let sink = LogSink()
        try await ServiceUnderTest.with(
            logger: sink.logger, reply: { $0.says { _ in "The answer is SECRET." } }
        ) { hone in
            _ = try await hone.post("/v1/refine/sc", #"{"prompt":"SECRET?"}"#)
            _ = try await hone.post(
                "/v1/chat/completions", #"{"model":"m","messages":[{"role":"user","content":"SECRET"}]}"#)
            #expect(sink.lines.withLock { $0.count } == 2)
            #expect(!sink.lines.withLock { "\($0)" }.contains("SECRET"))
        }
    }

    @Test func neverTellsWhatAServerSaysOfPrompts() async throws {
        let sink = LogSink()
        try await ServiceUnderTest.with(
            logger: sink.logger,
            reply: { _ in .refuses(status: 400, body: #"{"error":{"message":"bad input: SECRET","code":"bad_input"}}"#)
            }
        ) { hone in
            let answer = try await hone.post("/v1/refine/sc", #"{"prompt":"SECRET","parameters":{"samples":1}}"#)
            #expect(answer.text.contains("SECRET"))
            _ = try await hone.post("/v1/refine/sc", #"{"prompt":"x","parameters":{"samples":"SECRET"}}"#)
            #expect(!sink.lines.withLock { "\($0)" }.contains("SECRET"))
            let lines = sink.lines.withLock { $0 }
            #expect(lines.map { $0["code"] } == ["bad_input", "invalid_value"])
            #expect(lines.last?["param"] == "parameters.samples")
        }
    }

    @Test func tellsErrorsOfItsOwnInWords() async throws {
        let sink = LogSink()
        try await ServiceUnderTest.with(configuration: .keys(["a"]), logger: sink.logger) { hone in
            _ = try await hone.get("/v1/methods")
            let line = try #require(sink.lines.withLock { $0.last })
            #expect(line["error"] == "A key is needed: send it as 'Authorization: Bearer …'.")
        }
    }

    @Test func continuesTheClientsTraceInEveryCall() async throws {
        let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
        let seen = Seen()
        let reply: @Sendable (TestUpstream.Call) async throws -> TestUpstream.Reply = { call in
            seen.add(call.head.fields[.traceparent])
            return call.says { _ in "The answer is 43." }
        }
        var fields: HTTPFields = [.contentType: "application/json"]
        fields[.traceparent] = "00-\(trace)-00f067aa0ba902b7-01"
        try await ServiceUnderTest.with(reply: reply) { [fields] hone in
            _ = try await hone.post("/v1/refine/sc", Self.question, fields: fields)
            let contexts = seen.contexts
            #expect(!contexts.isEmpty)
            #expect(contexts.allSatisfy { $0.traceID == trace })
            #expect(Set(contexts.map(\.spanID)).count == contexts.count)
        }
    }

    @Test func saysWhatHoneItselfTook() async throws {
        try await ServiceUnderTest.with { hone in
            let answer = try await hone.get("/health")
            let field = try #require(HTTPField.Name("Hone-Overhead-Ms"))
            let overhead = try #require(answer.fields[field].flatMap(Double.init))
            #expect(overhead >= 0)
        }
    }

    @Test func measuresForPrometheus() async throws {
        try await ServiceUnderTest.with(reply: { $0.says { _ in "The answer is 43." } }) { hone in
            _ = try await hone.post("/v1/refine/sc", Self.question)
            let answer = try await hone.get("/metrics")
            #expect(answer.fields[.contentType] == "text/plain; version=0.0.4; charset=utf-8")
            for line in [
                #"hone_requests_total{route="POST /v1/refine/{method}",status="200"} 1"#,
                #"hone_upstream_calls_total{upstream="default",outcome="answered"}"#,
                #"hone_upstream_first_byte_seconds_count{upstream="default"}"#,
                #"hone_tokens_total{model="m",kind="completion"}"#,
                "hone_requests_in_progress 0", "process_start_time_seconds ",
            ] {
                #expect(answer.text.contains("\n\(line)"), "\(line)")
            }
            #expect(answer.text.contains(#"hone_runs_total{method="self-consistency",stop_reason="#))
        }
    }

    @Test func exportsASpanForTheRequestTheRunItsCallsAndItsDecisions() async throws {
        var logger = Logger(label: "test")
        logger.logLevel = .critical
        let telemetry = Telemetry(logger: logger, exportsSpans: true)
        try await ServiceUnderTest.with(
            telemetry: telemetry, reply: { $0.says { _ in "The answer is 43." } }
        ) { hone in
            _ = try await hone.post("/v1/refine/sc", Self.question)
        }
        let spans = try #require(telemetry.spans?.next())
        let request = try #require(spans.first { $0.kind == .server })
        let run = try #require(spans.first { $0.name == "run self-consistency" })
        #expect(request.name == "POST /v1/refine/{method}")
        #expect(run.parentID == request.context.spanID)
        #expect(spans.contains { $0.kind == .client && $0.parentID == run.context.spanID })
        let votes = spans.filter { $0.name == "vote" }
        #expect(!votes.isEmpty)
        #expect(votes.allSatisfy { $0.attributes["hone.leader"]?.int != nil })
        #expect(!votes.contains { "\(JSON.object($0.attributes))".contains("43") })
        #expect(spans.contains { $0.name == "stop" && $0.parentID == run.context.spanID })
        #expect(Set(spans.map(\.context.traceID)).count == 1)
    }
}
