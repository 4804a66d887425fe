import HTTP

/// Event streams: cuts do not matter, the splitter changes nothing, the parser sees the same in the slices, and events
/// can be written again.
struct SSETarget: FuzzTarget {
    private static let maxEventBytes = 200

    var seeds: [[UInt8]] {
        [
            "data: a\n\n", "data: a\r\n\r\ndata: b\r\n\r\n", "data: a\r\rdata: b\r\r", "data: a\r\n\rdata: b\n\r\n",
            "event: x\nid: 7\nretry: 250\ndata: a\ndata: b\n\n", ": ping\n\n:\n\ndata\n\n", "\u{FEFF}data: a\n\n",
            "id: 1\u{0}\ndata: a\n\n", "id\nevent\nretry\ndata\n\n", "data: {\"delta\":\"ä€😀\"}\n\ndata: [DONE]\n\n",
            "\n\n\r\n\r\r\n", "data: " + String(repeating: "x", count: 194) + "\n\n",
        ].map { Array($0.utf8) }
    }

    func check(_ input: [UInt8], pieces: [[UInt8]]) throws(Finding) {
        let whole = try parse([input])
        let cut = try parse(pieces)
        try Finding.unless(whole.events == cut.events, "events whole: \(whole.events), in pieces: \(cut.events)")
        try Finding.unless(whole.error == cut.error, "parser whole: \(whole.error as Any), cut: \(cut.error as Any)")

        let slices = try split([input])
        let others = try split(pieces)
        try Finding.unless(slices.slices == others.slices, "slices: \(slices.slices), in pieces: \(others.slices)")
        try Finding.unless(slices.error == others.error, "splitter: \(slices.error as Any), \(others.error as Any)")
        if slices.error == nil {
            try Finding.unless(Array(slices.slices.joined()) == input, "slices joined: \(slices.slices)")
            try Finding.unless(
                try parse(slices.slices).events == whole.events, "events differ in slices \(slices.slices)")
        }
        for slice in slices.slices {
            try Finding.unless(try parse([slice]).events.count <= 1, "more than one event in \(slice)")
        }
        for event in whole.events { try checkEncoding(event) }
    }

    private func checkEncoding(_ event: SSEEvent) throws(Finding) {
        var bytes: [UInt8] = []
        do throws(HTTPError) {
            try SSEEncoder.append(event, to: &bytes)
        } catch {
            throw Finding(statement: "cannot write \(event): \(error)")
        }
        var parser = SSEParser()
        parser.append(bytes)
        let again = try? parser.next()
        try Finding.unless(again == event, "written again: \(again as Any), was \(event)")
    }

    private func parse(_ pieces: [[UInt8]]) throws(Finding) -> (events: [SSEEvent], error: HTTPError?) {
        var largestBuffer = 0
        var parser = SSEParser(maxEventBytes: Self.maxEventBytes)
        var events: [SSEEvent] = []
        do throws(HTTPError) {
            for piece in pieces {
                parser.append(piece)
                while let event = try parser.next() { events.append(event) }
                largestBuffer = max(largestBuffer, parser.bufferedBytes)
            }
        } catch {
            return (events, error)
        }
        try Finding.unless(largestBuffer <= Self.maxEventBytes, "parser kept \(largestBuffer) bytes")
        return (events, nil)
    }

    private func split(_ pieces: [[UInt8]]) throws(Finding) -> (slices: [[UInt8]], error: HTTPError?) {
        var largestBuffer = 0
        var splitter = SSESplitter(maxEventBytes: Self.maxEventBytes)
        var slices: [[UInt8]] = []
        do throws(HTTPError) {
            for piece in pieces {
                splitter.append(piece)
                while let slice = try splitter.next() { slices.append(slice) }
                largestBuffer = max(largestBuffer, splitter.bufferedBytes)
            }
            if let rest = splitter.finish() { slices.append(rest) }
        } catch {
            return (slices, error)
        }
        try Finding.unless(largestBuffer <= Self.maxEventBytes, "splitter kept \(largestBuffer) bytes")
        return (slices, nil)
    }
}
