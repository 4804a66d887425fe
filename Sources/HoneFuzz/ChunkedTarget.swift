import HTTP

/// The chunked decoder: cuts do not matter, content never exceeds the limit, and what it read can be written again.
struct ChunkedTarget: FuzzTarget {
    private struct Outcome: Equatable {
        var content: [UInt8] = []
        /// Bytes of the input up to the end of the coding.
        var length = 0
        var hasEnded = false
        var error: HTTPError?
    }

    private let limits: HTTPLimits = {
        var limits = HTTPLimits()
        limits.maxBodyBytes = 1000
        limits.maxTrailerBytes = 200
        limits.maxFields = 5
        limits.maxChunkExtensionBytes = 100
        return limits
    }()

    var seeds: [[UInt8]] {
        [
            "0\r\n\r\n", "5\r\nhello\r\n0\r\n\r\n", "5;a\r\nhello\r\n6;b=c;d=\"e\\\"f\"\r\n world\r\n0\r\n\r\nGET",
            "A\r\n0123456789\r\na\r\n0123456789\r\n000\r\n\r\n", "1\r\nx\r\n0\r\nX: 1\r\nY: 2\r\n\r\n",
            "5;\r\n", "0x5\r\n", " 5\r\n", "5 \r\n", ";\r\n", "ffffffffffffffff\r\n", "7fffffffffffffff\r\n",
            "5\r\nhello\n0\r\n\r\n", "5\rhello\r\n", "0\r\n X: 1\r\n\r\n", "0\r\nX : 1\r\n\r\n",
            "0\r\nX: 1\r\n 2\r\n\r\n",
            "3e8\r\n" + String(repeating: "x", count: 1000) + "\r\n0\r\n\r\n", "3e9\r\n",
        ].map { Array($0.utf8) }
    }

    func check(_ input: [UInt8], pieces: [[UInt8]]) throws(Finding) {
        let whole = decode([input])
        let split = decode(pieces)
        try Finding.unless(whole == split, "whole: \(whole), in pieces: \(split)")
        try Finding.unless(whole.content.count <= limits.maxBodyBytes, "\(whole.content.count) bytes of content")
        guard whole.hasEnded else { return }
        var encoded: [UInt8] = []
        ChunkedEncoder.append(whole.content, to: &encoded)
        encoded += ChunkedEncoder.end
        let again = decode([encoded])
        try Finding.unless(
            again == Outcome(content: whole.content, length: encoded.count, hasEnded: true), "written again: \(again)")
    }

    private func decode(_ pieces: [[UInt8]]) -> Outcome {
        var decoder = ChunkedDecoder(limits: limits)
        var outcome = Outcome()
        do throws(HTTPError) {
            for piece in pieces {
                var offset = 0
                while case .content(let range) = try decoder.step(piece.span, from: &offset) {
                    outcome.content += piece[range]
                }
                outcome.length += offset
            }
            outcome.hasEnded = decoder.hasEnded
        } catch {
            outcome.length = 0
            outcome.error = error
        }
        return outcome
    }
}
