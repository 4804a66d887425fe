import HTTPTypes

extension RequestTarget {
    /// Splits and checks a target whose bytes are all `isQueryCharacter`.
    init(parsing bytes: Span<UInt8>, method: HTTPRequest.Method) throws(HTTPError) {
        if bytes[0] == .slash {
            try self.init(form: .origin, pathAndQuery: bytes)
        } else if bytes.count == 1, bytes[0] == .asterisk {
            // RFC 9112 §3.2.4: the asterisk stands for the server as a whole, which only OPTIONS can ask.
            guard method == .options else { throw .invalidTargetForm }
            self.init(form: .asterisk, path: "*")
        } else {
            let start = try Self.authorityStart(in: bytes)
            var end = start
            while end < bytes.count, bytes[end] != .slash, bytes[end] != .questionMark { end += 1 }
            let authority = bytes.extracting(start..<end)
            guard HostSyntax.accepts(authority) else { throw .invalidHost }
            try self.init(
                form: .absolute(authority: String(ascii: authority)),
                pathAndQuery: bytes.extracting(end..<bytes.count))
        }
    }

    private init(form: Form, pathAndQuery bytes: Span<UInt8>) throws(HTTPError) {
        let end = bytes.firstIndex(of: .questionMark) ?? bytes.count
        let path = bytes.extracting(0..<end)
        try Self.checkPath(path)
        var query: String?
        if end < bytes.count {
            let text = bytes.extracting(end + 1..<bytes.count)
            try Self.checkEscapes(text)
            query = String(ascii: text)
        }
        self.init(form: form, path: path.isEmpty ? "/" : String(ascii: path), query: query)
    }

    private static func authorityStart(in bytes: Span<UInt8>) throws(HTTPError) -> Int {
        guard let colon = bytes.firstIndex(of: .colon), colon + 2 < bytes.count, bytes[colon + 1] == .slash,
            bytes[colon + 2] == .slash
        else { throw .invalidTargetForm }
        let scheme = bytes.extracting(0..<colon)
        guard scheme.equalsIgnoringCase("http") || scheme.equalsIgnoringCase("https") else { throw .invalidTargetForm }
        return colon + 3
    }

    private static func checkPath(_ path: Span<UInt8>) throws(HTTPError) {
        var segmentStart = 0
        var index = 0
        while index < path.count {
            let byte = path[index]
            guard byte.isPathCharacter else { throw .invalidTargetByte(byte) }
            if byte == .percent {
                guard let escaped = path.escapedByte(at: index) else { throw .invalidPercentEscape(offset: index) }
                if escaped.isControl { throw .escapedControlInPath }
                index += 3
            } else {
                if byte == .slash {
                    if path.isDotSegment(segmentStart..<index) { throw .dotSegmentInPath }
                    segmentStart = index + 1
                }
                index += 1
            }
        }
        if path.isDotSegment(segmentStart..<path.count) { throw .dotSegmentInPath }
    }

    private static func checkEscapes(_ text: Span<UInt8>) throws(HTTPError) {
        var index = 0
        while let percent = text.firstIndex(of: .percent, from: index) {
            guard text.escapedByte(at: percent) != nil else { throw .invalidPercentEscape(offset: percent) }
            index = percent + 3
        }
    }
}

extension Span<UInt8> {
    /// The byte that the escape at `index` stands for, or nil when it is not `%` and two hexadecimal digits.
    func escapedByte(at index: Int) -> UInt8? {
        guard index + 2 < count, let high = self[index + 1].hexadecimalValue, let low = self[index + 2].hexadecimalValue
        else { return nil }
        return high << 4 | low
    }

    /// Whether the segment is `.` or `..`, each dot written or escaped (RFC 3986 §3.3).
    fileprivate func isDotSegment(_ range: Range<Int>) -> Bool {
        var dots = 0
        var index = range.lowerBound
        while index < range.upperBound {
            if self[index] == .dot {
                index += 1
            } else if self[index] == .percent, escapedByte(at: index) == .dot {
                index += 3
            } else {
                return false
            }
            dots += 1
        }
        return dots == 1 || dots == 2
    }
}
