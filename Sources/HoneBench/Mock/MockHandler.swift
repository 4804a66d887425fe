import HTTP
import HTTPServer
import HTTPTypes

/// The model server: chat completions by the model's name, and a list of models.
struct MockHandler: HTTPHandler {
    private static let json: HTTPFields = [.contentType: "application/json"]
    private static let events: HTTPFields = [.contentType: "text/event-stream; charset=utf-8"]
    private static let models = Array(#"{"object":"list","data":[{"id":"instant","object":"model"}]}"#.utf8)
    private static let unknown = Array(#"{"error":{"message":"no such model","type":"invalid_request_error"}}"#.utf8)
    private static let maxBodyBytes = 64 * 1024 * 1024

    private let replies = ReplyCache()
    private let pacer = Pacer()

    func handle(_ request: Request, _ response: ResponseWriter) async throws {
        guard request.head.method == .post else { return try await response.send(.ok, Self.json, body: Self.models) }
        let call = CallScan(try await request.body.collect(upTo: Self.maxBodyBytes))
        guard let behaviour = Behaviour(model: call.model) else {
            return try await response.send(.notFound, Self.json, body: Self.unknown)
        }
        switch behaviour {
        case .instant:
            try await send(.init(tokens: nil, top: 0, choices: call.choices, isStream: call.isStream), response)
        case .delay(let milliseconds):
            try await Task.sleep(for: .milliseconds(milliseconds))
            try await send(.init(tokens: nil, top: 0, choices: call.choices, isStream: call.isStream), response)
        case .logprobs(let tokens, let top):
            try await send(.init(tokens: tokens, top: top, choices: call.choices, isStream: call.isStream), response)
        case .paced(let events, let milliseconds):
            try await pace(events: events, milliseconds: milliseconds, response)
        }
    }

    private func send(_ key: ReplyCache.Key, _ response: ResponseWriter) async throws {
        switch replies.reply(key) {
        case .plain(let body):
            try await response.send(.ok, Self.json, body: body)
        case .stream(let pieces):
            let writer = try await response.start(.ok, Self.events, first: pieces[0])
            for piece in pieces.dropFirst() { try await writer.write(piece) }
            try await writer.finish()
        }
    }

    private func pace(events: Int, milliseconds: Int, _ response: ResponseWriter) async throws {
        let begun = Monotonic.now
        let role = Array(ReplyText.event(0, "{\"role\":\"assistant\",\"content\":\"\"}").utf8)
        let writer = try await response.start(.ok, Self.events, first: role)
        for number in 0..<events {
            if number > 0 { await pacer.sleep(until: begun + Int64(number * milliseconds) * 1_000_000) }
            try await writer.write(Self.beforeStamp + Stamp.text(Monotonic.now) + Self.afterStamp)
        }
        try await writer.write(Self.last)
        try await writer.finish()
    }

    private static let stamped = Array(ReplyText.event(0, "{\"content\":\" @\"}").utf8)
    private static let beforeStamp = Array(stamped.prefix { $0 != Stamp.mark })
    private static let afterStamp = Array(stamped.dropFirst(beforeStamp.count + 1))
    private static let last = Array((ReplyText.event(0, "{}", finish: "\"stop\"") + "data: [DONE]\n\n").utf8)
}
