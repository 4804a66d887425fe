import HTTP
import HTTPServer
import HTTPTypes
import JSON
import OpenAI
import Refinement

/// An OpenAI-compatible server that says what was recorded.
struct ReplayServer: Sendable {
    private static let maxBodyBytes = 16 * 1024 * 1024
    private let recordings: Recordings

    /// Serves recordings.
    ///
    /// - Throws: `ServerError.cannotListen`.
    static func start(_ recordings: Recordings, host: String, port: Int) throws -> HTTPServer {
        let service = ReplayServer(recordings: recordings)
        var router = Router { error in
            let object = ErrorObject(message: error.reason, type: "invalid_request_error")
            return ErrorAnswer(fields: [.contentType: "application/json"], body: object.json.utf8)
        }
        router.on(.get, "/v1/models") { _, response in
            let list: JSON = ["object": "list", "data": [ReplayReply.modelEntry]]
            try await response.send(.ok, [.contentType: "application/json"], body: list.utf8)
        }
        router.on(.post, "/v1/chat/completions") { try await service.answer($0, $1) }
        return try HTTPServer.start(host: host, port: port, handler: router)
    }

    private func answer(_ request: Request, _ response: ResponseWriter) async throws {
        let body = try await request.body.collect(upTo: Self.maxBodyBytes)
        switch Result(catching: { () throws(RequestError) in try reply(to: body) }) {
        case .success(let (chat, reply)): try await send(reply, to: chat, response)
        case .failure(let error):
            let object = ErrorObject(
                message: error.message, type: "invalid_request_error", param: error.member, code: error.code)
            try await response.send(.badRequest, [.contentType: "application/json"], body: object.json.utf8)
        }
    }

    private func reply(to body: [UInt8]) throws(RequestError) -> (ChatRequest, ReplayReply) {
        let outline: JSONOutline
        do {
            outline = try JSONOutline(body)
        } catch {
            throw .invalidJSON(error)
        }
        let chat = try ChatRequest(outline)
        let seed = try MemberReader(outline).integer("seed", in: Int.min...Int.max)
        let question = Conversation(chat.messages.map(Message.init)).question
        guard let samples = recordings.samples(of: question, seed: seed, count: chat.choices) else {
            throw .outOfRange(member: "messages", allowed: "a question that was recorded", found: "another one")
        }
        return (chat, ReplayReply(question: question, samples: samples))
    }

    private func send(_ reply: ReplayReply, to chat: ChatRequest, _ response: ResponseWriter) async throws {
        guard chat.streams else {
            return try await response.send(.ok, [.contentType: "application/json"], body: reply.whole.utf8)
        }
        var bytes: [UInt8] = []
        for chunk in reply.chunks(hasUsage: chat.includesUsage) {
            try SSEEncoder.append(SSEEvent(data: chunk.utf8), to: &bytes)
        }
        try SSEEncoder.append(SSEEvent(data: Array("[DONE]".utf8)), to: &bytes)
        try await response.send(.ok, [.contentType: "text/event-stream"], body: bytes)
    }
}
