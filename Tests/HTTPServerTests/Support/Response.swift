/// A response as a test's client sees it.
struct Response: Sendable {
    var status: Int
    var fields: [(name: String, value: String)]
    var body: [UInt8]

    var text: String { String(decoding: body, as: UTF8.self) }
    var saysClose: Bool { self["connection"] == "close" }

    subscript(name: String) -> String? {
        fields.first { $0.name == name }?.value
    }

    /// The first response in `bytes` and its length in bytes, nil when more are needed.
    static func parse(_ bytes: [UInt8], toHead: Bool, atEnd: Bool) throws -> (Response, Int)? {
        guard let headEnd = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else { return nil }
        let lines = String(decoding: bytes[..<headEnd.lowerBound], as: UTF8.self).split(separator: "\r\n")
        let statusLine = lines[0].split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false)
        guard statusLine.count == 3, statusLine[0] == "HTTP/1.1", let status = Int(statusLine[1]) else {
            throw ClientError.notHTTP(String(lines[0]))
        }
        let fields = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1)
            return (name: parts[0].lowercased(), value: parts.count > 1 ? String(parts[1].dropFirst()) : "")
        }
        var response = Response(status: status, fields: fields, body: [])
        let rest = bytes[headEnd.upperBound...]
        if toHead || status < 200 || status == 204 || status == 304 { return (response, headEnd.upperBound) }
        if let length = response["content-length"].flatMap({ Int($0) }) {
            guard rest.count >= length else { return nil }
            response.body = Array(rest.prefix(length))
            return (response, headEnd.upperBound + length)
        }
        if response["transfer-encoding"] == "chunked" {
            guard let (body, end) = chunks(rest) else { return nil }
            response.body = body
            return (response, end)
        }
        guard atEnd else { return nil }
        response.body = Array(rest)
        return (response, bytes.count)
    }

    private static func chunks(_ bytes: ArraySlice<UInt8>) -> ([UInt8], Int)? {
        var rest = bytes
        var body: [UInt8] = []
        while let lineEnd = rest.firstRange(of: Array("\r\n".utf8)) {
            let line = String(decoding: rest[..<lineEnd.lowerBound], as: UTF8.self)
            guard let size = Int(line, radix: 16), rest.endIndex >= lineEnd.upperBound + size + 2 else { return nil }
            if size == 0 { return (body, lineEnd.upperBound + 2) }
            body += rest[lineEnd.upperBound..<lineEnd.upperBound + size]
            rest = rest[(lineEnd.upperBound + size + 2)...]
        }
        return nil
    }
}

extension Collection<UInt8> {
    /// Where `pattern` stands first.
    fileprivate func firstRange(of pattern: [UInt8]) -> Range<Index>? {
        var start = startIndex
        while let found = self[start...].firstIndex(of: pattern[0]) {
            if self[found...].starts(with: pattern) { return found..<index(found, offsetBy: pattern.count) }
            start = index(after: found)
        }
        return nil
    }
}
