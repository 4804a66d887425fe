import HTTPTypes

/// Reads one request head from bytes that arrive in pieces; each byte is looked at once, and a mistake is reported at
/// the byte that makes it one, so that the outcome does not depend on how the bytes were delivered.
struct RequestHeadParser {
    private enum State {
        case start, emptyLineFeed, method, target, version, requestLineFeed, fields
    }

    /// Room made for fields at first, which most requests do not exceed.
    private static let usualFieldCount = 12

    private let limits: HTTPLimits
    private var state = State.start
    private var cursor = 0
    private var emptyLines = 0
    private var methodStart = 0
    private var targetStart = 0
    private var versionStart = 0
    private var scanner: FieldScanner
    private var control = ControlFields()
    private var head: RequestHead?

    init(limits: HTTPLimits) {
        self.limits = limits
        scanner = FieldScanner(maxFields: limits.maxFields)
    }

    /// Bytes of the head read so far; its length once it is complete.
    var consumed: Int { cursor }

    /// Whether a request line has begun, empty lines before it aside.
    var hasBegun: Bool { state != .start && state != .emptyLineFeed }

    /// The head once it is complete, nil before. `received` is everything from the first byte of the head on; it must
    /// begin with what the last call was given.
    mutating func parse(_ received: Span<UInt8>) throws(HTTPError) -> RequestHead? {
        let bytes = received.extracting(0..<min(received.count, limits.maxHeadBytes))
        if state != .fields {
            while cursor < bytes.count, state != .fields { try step(bytes) }
        }
        if state == .fields, let head = try parseFields(bytes) { return head }
        if cursor == limits.maxHeadBytes { throw .headTooLarge(limit: limits.maxHeadBytes) }
        return nil
    }

    private mutating func step(_ bytes: Span<UInt8>) throws(HTTPError) {
        let byte = bytes[cursor]
        switch state {
        case .start:
            if byte == .carriageReturn {
                if emptyLines == limits.maxLeadingEmptyLines { throw .tooManyEmptyLines(limit: emptyLines) }
                state = .emptyLineFeed
                cursor += 1
            } else {
                if byte == .lineFeed { throw .bareLineFeed }
                methodStart = cursor
                state = .method
            }
        case .emptyLineFeed:
            guard byte == .lineFeed else { throw .bareCarriageReturn }
            emptyLines += 1
            state = .start
            cursor += 1
        case .method:
            let end = min(bytes.count, methodStart + limits.maxMethodBytes)
            while cursor < end, bytes[cursor].isTokenCharacter { cursor += 1 }
            guard cursor < bytes.count else { return }
            guard bytes[cursor] == .space, cursor > methodStart else {
                if bytes[cursor].isTokenCharacter { throw .methodTooLong(limit: limits.maxMethodBytes) }
                throw .invalidMethod(byte: bytes[cursor])
            }
            cursor += 1
            targetStart = cursor
            state = .target
        case .target:
            let end = min(bytes.count, targetStart + limits.maxTargetBytes)
            while cursor < end, bytes[cursor].isQueryCharacter { cursor += 1 }
            guard cursor < bytes.count else { return }
            guard bytes[cursor] == .space, cursor > targetStart else {
                if bytes[cursor].isQueryCharacter { throw .targetTooLong(limit: limits.maxTargetBytes) }
                throw .invalidTargetByte(bytes[cursor])
            }
            cursor += 1
            versionStart = cursor
            state = .version
        case .version:
            try stepVersion(byte)
        case .requestLineFeed:
            guard byte == .lineFeed else { throw .bareCarriageReturn }
            head = try parseRequestLine(bytes)
            head?.fields.reserveCapacity(Self.usualFieldCount)
            cursor += 1
            state = .fields
        case .fields:
            break
        }
    }

    /// RFC 9112 §2.3: the version is case-sensitive and has one digit on each side of the dot.
    private mutating func stepVersion(_ byte: UInt8) throws(HTTPError) {
        let pattern: StaticString = "HTTP/d.d\r"
        switch pattern.utf8Start[cursor - versionStart] {
        case UInt8(ascii: "d"):
            guard byte.isDigit else { throw .invalidVersion }
        case .carriageReturn:
            guard byte == .carriageReturn else { throw byte == .lineFeed ? .bareLineFeed : .invalidVersion }
            state = .requestLineFeed
        case let expected:
            guard byte == expected else { throw .invalidVersion }
        }
        cursor += 1
    }

    private func parseRequestLine(_ bytes: Span<UInt8>) throws(HTTPError) -> RequestHead {
        let major = Int(bytes[versionStart + 5] - UInt8(ascii: "0"))
        let minor = Int(bytes[versionStart + 7] - UInt8(ascii: "0"))
        if major == 0 { throw .invalidVersion }
        if major > 1 { throw .unsupportedVersion(major: major, minor: minor) }
        let (method, isKnown) = try Self.method(bytes.extracting(methodStart..<targetStart - 1))
        let target = try RequestTarget(
            parsing: bytes.extracting(targetStart..<versionStart - 1), method: method)
        return RequestHead(
            method: method, target: target, version: minor == 0 ? .http10 : .http11,
            refusal: isKnown ? nil : .unknownMethod(method.rawValue))
    }

    /// The method and whether anything here implements it.
    private static func method(_ bytes: Span<UInt8>) throws(HTTPError) -> (HTTPRequest.Method, isKnown: Bool) {
        for method in knownMethods where bytes.equals(method.rawValue) { return (method, true) }
        let name = String(ascii: bytes)
        guard let method = HTTPRequest.Method(name) else { throw .invalidMethod(byte: bytes[0]) }
        // Tunnels and echoes are no business of an origin server (RFC 9110 §9.3.6, §9.3.8).
        if method == .connect || method == .trace { throw .refusedMethod(name) }
        return (method, false)
    }

    private static let knownMethods: [HTTPRequest.Method] = [.post, .get, .head, .options, .delete, .put, .patch]

    private mutating func parseFields(_ bytes: Span<UInt8>) throws(HTTPError) -> RequestHead? {
        while let event = try scanner.next(in: bytes, at: &cursor) {
            switch event {
            case .field:
                try add(name: bytes.extracting(scanner.name), value: bytes.extracting(scanner.value))
            case .end:
                guard var complete = head.take() else { return nil }
                try control.complete(&complete, limits: limits)
                return complete
            }
        }
        return nil
    }

    private mutating func add(name: Span<UInt8>, value: Span<UInt8>) throws(HTTPError) {
        let known = KnownField.named(name)
        try control.note(known?.role ?? .none, value: value)
        guard let fieldName = known?.name ?? HTTPField.Name(String(ascii: name)) else {
            throw .invalidFieldName(byte: name[0])
        }
        let trimmed = value.extracting(value.trimmedRange(0..<value.count))
        // The scanner has let nothing through that must not be in a value.
        guard let field = trimmed.withUnsafeBytes({ HTTPField(name: fieldName, received: $0) }) else { return }
        head?.fields.append(field)
    }
}
