/// Writes a `text/event-stream` (WHATWG HTML §9.2.5).
public enum SSEEncoder {
    /// Appends an event with its blank line. Every line end within the data becomes LF to the reader.
    ///
    /// Throws `.unsendable` when the type or the id holds a line end, or the id NUL; `output` is then as before.
    public static func append(_ event: SSEEvent, to output: inout [UInt8]) throws(HTTPError) {
        if let id = event.id { try check(id, allowsNUL: false) }
        if let name = event.event {
            try check(name, allowsNUL: true)
            append("event", name.utf8, to: &output)
        }
        if let id = event.id { append("id", id.utf8, to: &output) }
        if let retry = event.retry { append("retry", String(retry).utf8, to: &output) }
        forEachLine(of: event.data) { append("data", $0, to: &output) }
        output.append(.lineFeed)
    }

    /// Appends a comment, one line for each of `text`, and the blank line behind it: a keep-alive that no client sees.
    public static func append(comment text: String, to output: inout [UInt8]) {
        forEachLine(of: Array(text.utf8)) { append("", $0, to: &output) }
        output.append(.lineFeed)
    }

    private static func append(_ field: String, _ value: some Sequence<UInt8>, to output: inout [UInt8]) {
        output.append(contentsOf: field.utf8)
        output.append(.colon)
        output.append(.space)
        output.append(contentsOf: value)
        output.append(.lineFeed)
    }

    private static func check(_ value: String, allowsNUL: Bool) throws(HTTPError) {
        for byte in value.utf8
        where byte == .lineFeed || byte == .carriageReturn || (byte == 0 && !allowsNUL) {
            throw .unsendable(byte: byte)
        }
    }

    private static func forEachLine(of bytes: [UInt8], _ body: (ArraySlice<UInt8>) -> Void) {
        var start = 0
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            guard byte == .lineFeed || byte == .carriageReturn else { continue }
            body(bytes[start..<index - 1])
            if byte == .carriageReturn, index < bytes.count, bytes[index] == .lineFeed { index += 1 }
            start = index
        }
        body(bytes[start...])
    }
}
