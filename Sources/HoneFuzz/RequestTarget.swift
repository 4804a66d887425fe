import HTTP
import HTTPTypes

/// The request decoder: cuts do not matter, buffers are bounded, and a head it accepted says the same when written again.
struct RequestTarget: FuzzTarget {
    private struct Outcome: Equatable {
        var events: [String] = []
        var heads: [RequestHead] = []
        var largestBuffer = 0

        static func == (left: Outcome, right: Outcome) -> Bool { left.events == right.events }
    }

    private let limits: HTTPLimits = {
        var limits = HTTPLimits()
        limits.maxHeadBytes = 1000
        limits.maxFields = 12
        limits.maxTargetBytes = 300
        limits.maxMethodBytes = 10
        limits.maxBodyBytes = 500
        limits.maxChunkExtensionBytes = 50
        limits.maxTrailerBytes = 100
        return limits
    }()

    let seeds = RequestCorpus.requests.map { Array($0.utf8) }

    func check(_ input: [UInt8], pieces: [[UInt8]]) throws(Finding) {
        let whole = decode([input])
        let split = decode(pieces)
        try Finding.unless(whole == split, "whole: \(whole.events), in pieces: \(split.events)")
        // What is left when more is needed belongs to a head that is incomplete: everything else is given out at once.
        let largest = max(whole.largestBuffer, split.largestBuffer)
        try Finding.unless(largest <= limits.maxHeadBytes, "\(largest) bytes kept")
        for head in whole.heads {
            let again = decode([encode(head)]).heads.first
            try Finding.unless(again.map(describe) == describe(head), "written again: \(again as Any), was \(head)")
        }
    }

    private func decode(_ pieces: [[UInt8]]) -> Outcome {
        var decoder = RequestDecoder(limits: limits)
        var outcome = Outcome()
        var body: [UInt8] = []
        do throws(HTTPError) {
            for piece in pieces {
                decoder.append(piece)
                while let event = try decoder.next() {
                    switch event {
                    case .head(let head):
                        outcome.events.append(describe(head))
                        outcome.heads.append(head)
                    case .body(let bytes):
                        body += bytes
                    case .end:
                        outcome.events.append("body \(body) end")
                        body = []
                    }
                }
                outcome.largestBuffer = max(outcome.largestBuffer, decoder.bufferedBytes)
            }
            try decoder.finish()
        } catch {
            outcome.events.append("body \(body) \(error) \(error.status) \(error.reason)")
        }
        return outcome
    }

    private func describe(_ head: RequestHead) -> String {
        let fields = head.fields.map { field in "\(field.name): \(field.withUnsafeBytesOfValue { Array($0) })" }
        return "\(head.method) \(head.target) \(head.version) \(head.framing) \(head.keepsAlive) "
            + "\(head.expectsContinue) \(head.refusal as Any) \(fields)"
    }

    private func encode(_ head: RequestHead) -> [UInt8] {
        let target = head.target.path + (head.target.query.map { "?" + $0 } ?? "")
        var prefix = ""
        if case .absolute(let authority) = head.target.form { prefix = "http://" + authority }
        let version = head.version == .http10 ? "1.0" : "1.1"
        var bytes = Array("\(head.method) \(prefix)\(target) HTTP/\(version)\r\n".utf8)
        for field in head.fields {
            bytes += Array("\(field.name): ".utf8) + field.withUnsafeBytesOfValue { Array($0) } + Array("\r\n".utf8)
        }
        return bytes + Array("\r\n".utf8)
    }
}
