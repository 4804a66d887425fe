import HTTP
import HTTPServer
import HTTPTypes
import OpenAI
import Refinement
import Upstream

/// A model server's answer on its way to the client: status, fields and bytes as they came, less what concerns only the
/// connection to the server.
struct ProxyAnswer {
    let answer: UpstreamResponse
    /// The method of the request.
    let method: HTTPMethod

    /// Sends a short answer in one write, a stream of events in whole events, anything else as it arrives; `look` sees the
    /// bytes of the body that pass.
    func send(to response: ResponseWriter, look: ([UInt8]) -> Void) async throws {
        if answer.status == .unauthorized || answer.status == .forbidden {
            return try await sendRefusal(to: response)
        }
        let length = answer.fields.value(of: .contentLength).flatMap { Int($0) }
        if method == .head { return try await response.sendHead(answer.status, fields, length: length) }
        if isEventStream { return try await sendEvents(to: response, look: look) }
        let isError = answer.status.kind == .clientError || answer.status.kind == .serverError
        if isError, answer.fields[.contentEncoding] == nil, length.map({ $0 <= ServiceLimits.maxGatheredBytes }) ?? true
        {
            return try await sendError(to: response)
        }
        var pieces = answer.body.makeAsyncIterator()
        if let length, length <= ServiceLimits.maxGatheredBytes {
            var whole: [UInt8] = []
            while let piece = try await pieces.next() {
                if whole.isEmpty { whole = piece } else { whole += piece }
            }
            look(whole)
            return try await response.send(answer.status, fields, body: whole)
        }
        guard let first = try await pieces.next() else { return try await response.send(answer.status, fields) }
        look(first)
        let writer = try await response.start(answer.status, fields, first: first)
        // What goes wrong from here on leaves the body unfinished, which breaks the connection off: the client sees it.
        while let piece = try await pieces.next() {
            look(piece)
            try await writer.write(piece)
        }
        try await writer.finish()
    }

    /// The fields that travel on. Cookies are between Hone and the server, as Hone sends none of the client's.
    private var fields: HTTPFields {
        answer.fields.removingHopByHop { $0 == .setCookie || CrossOriginPolicy.governs($0) }
    }

    var isEventStream: Bool {
        guard let type = answer.fields.value(of: .contentType), type != "application/json",
            answer.fields.value(of: .contentEncoding) == nil
        else { return false }
        return type == "text/event-stream" || MediaType(parsing: type)?.essence == "text/event-stream"
    }

    /// Sends each event whole as soon as it is complete. When the server breaks off, the client is told by an error
    /// event, without `[DONE]`, and by a connection that breaks off as well: clients that do not know error events must
    /// not take what came for all there is.
    private func sendEvents(to response: ResponseWriter, look: ([UInt8]) -> Void) async throws {
        let writer = try await response.start(answer.status, fields)
        var events = WholeEvents()
        var pieces = answer.body.makeAsyncIterator()
        do {
            while let piece = try await pieces.next() {
                look(piece)
                let whole = events.take(piece)
                if !whole.isEmpty { try await writer.write(whole) }
            }
        } catch let error as ModelError {
            try await writer.write(Self.event(of: error))
            throw error
        }
        if let rest = events.finish() { try await writer.write(rest) }
        try await writer.finish()
    }

    @inline(never)
    private static func event(of error: ModelError) throws -> [UInt8] {
        var event: [UInt8] = []
        try SSEEncoder.append(json: ErrorRendering(.model(error)).json, to: &event)
        return event
    }

    /// Sends an error in whose beginning Hone's key cannot be read; a body that is short is all of it.
    private func sendError(to response: ResponseWriter) async throws {
        var pieces = answer.body.makeAsyncIterator()
        var start: [UInt8] = []
        while start.count <= ServiceLimits.maxGatheredBytes, let piece = try await pieces.next() { start += piece }
        let hidden = answer.hidingKey(start)
        guard start.count > ServiceLimits.maxGatheredBytes else {
            return try await response.send(answer.status, fieldsWithoutKey, body: hidden)
        }
        let writer = try await response.start(answer.status, fieldsWithoutKey, first: hidden)
        while let piece = try await pieces.next() { try await writer.write(piece) }
        try await writer.finish()
    }

    private var fieldsWithoutKey: HTTPFields {
        HTTPFields(
            fields.map { field in
                HTTPField(name: field.name, value: field.withUnsafeBytesOfValue { answer.hidingKey(Array($0)) })
            })
    }

    /// Sends a refusal in which Hone's key, which a server that does not take it may quote, cannot be read. One in which
    /// that cannot be made sure of, because it is long or encoded, is not passed on.
    private func sendRefusal(to response: ResponseWriter) async throws {
        var body: [UInt8] = []
        for try await piece in answer.body {
            body += piece
            guard body.count <= ServiceLimits.maxGatheredBytes else { throw unreadable }
        }
        guard body.isEmpty || answer.fields[.contentEncoding] == nil else { throw unreadable }
        guard method != .head else { return try await response.sendHead(answer.status, fieldsWithoutKey, length: nil) }
        try await response.send(answer.status, fieldsWithoutKey, body: answer.hidingKey(body))
    }

    private var unreadable: ModelError {
        .rejected(.init(status: answer.status.code, message: "it does not accept Hone's key"))
    }
}
