import HTTP
import HTTPTypes
import JSON
import OpenAI
import Refinement

/// Reads what a proxied answer cost as it passes by, without a hand on its bytes. Pure: bytes in, figures out.
///
/// An answer that it cannot read, or that is longer than it reads, costs what was seen of it until then.
struct AnswerMeter: Sendable {
    private enum Form {
        case stream(SSEParser)
        case plain([UInt8])
        case unreadable
    }

    private var form: Form
    private var bytesLeft = UpstreamLimits.maxMeteredBytes
    private var reply = ChatCompletionStream()
    private var plainUsage: Usage?

    /// An answer with these fields, of which nothing has come yet.
    init(_ fields: HTTPFields) {
        let type = fields[.contentType].flatMap { MediaType(parsing: $0) }?.essence
        form =
            switch type {
            case _ where fields[.contentEncoding] != nil: .unreadable
            case "text/event-stream": .stream(SSEParser())
            case "application/json": .plain([])
            default: .unreadable
            }
    }

    /// Tokens seen to arrive.
    var tokens: Int { reply.tokensSeen + reply.textsSeen }

    /// The server's own figure, once it has come.
    var usage: TokenUsage? { (plainUsage ?? reply.usage).map(TokenUsage.init) }

    /// Takes a piece of the answer.
    mutating func read(_ piece: [UInt8]) {
        bytesLeft -= piece.count
        guard bytesLeft >= 0 else {
            form = .unreadable
            return
        }
        switch form {
        case .unreadable: break
        case .plain(var body):
            // Let go of first, so that what has come is not copied with every piece.
            form = .unreadable
            body += piece
            form = .plain(body)
        case .stream(var parser):
            form = .unreadable
            parser.append(piece)
            do throws(HTTPError) {
                while let event = try parser.next() { read(event) }
                form = .stream(parser)
            } catch {
                // Not what it says it is.
            }
        }
    }

    /// Notes the answer's end.
    mutating func end() {
        guard case .plain(let body) = form, let outline = try? JSONOutline(body) else { return }
        plainUsage = Usage(reading: (try? outline.value("usage")) ?? nil)
    }

    private mutating func read(_ event: SSEEvent) {
        var events: [ChatCompletionStream.Event] = []
        if reply.add(usualChunk: event.data, to: &events) { return }
        guard let chunk = try? JSON(parsing: event.data) else { return }
        _ = reply.add(chunk: chunk)
    }
}

extension TokenUsage {
    /// A server's figure.
    init(_ usage: Usage) {
        self.init(
            prompt: usage.promptTokens, completion: usage.completionTokens, cached: usage.cachedTokens,
            reasoning: usage.reasoningTokens)
    }
}
