/// Takes the chunked transfer coding (RFC 9112 §7.1) apart as its bytes arrive; holds no bytes itself.
public struct ChunkedDecoder: Sendable {
    /// What the next bytes are.
    public enum Step: Sendable, Hashable {
        /// Content, at these positions of the input.
        case content(Range<Int>)
        /// The coding ended with the byte before the offset; what follows is not part of it.
        case end
        /// The input is used up.
        case needsMore
    }

    private enum State {
        case size, sizeLineFeed, extensions, content, contentReturn, contentLineFeed, trailer, ended
    }

    private let limits: HTTPLimits
    private var state = State.size
    private var sizeDigits = 0
    private var size = 0
    private var contentBytes = 0
    private var extensionBytes = 0
    private var extensions = ChunkExtensionScanner()
    private var trailerBytes = 0
    private var trailer: FieldScanner

    /// A decoder at the start of a body.
    public init(limits: HTTPLimits = HTTPLimits()) {
        self.limits = limits
        trailer = FieldScanner(maxFields: limits.maxFields)
    }

    /// Whether the terminating chunk and the trailer section have been read.
    public var hasEnded: Bool { state == .ended }

    /// Reads `input` from `offset` on, which moves past what was read, up to the next piece of content.
    ///
    /// Trailer fields are checked and dropped (RFC 9112 §7.1.2). After an error the decoder must not be used again.
    public mutating func step(_ input: Span<UInt8>, from offset: inout Int) throws(HTTPError) -> Step {
        while offset < input.count {
            let byte = input[offset]
            switch state {
            case .size:
                try readSize(byte)
            case .extensions:
                try readExtension(byte)
            case .sizeLineFeed:
                guard byte == .lineFeed else { throw .bareCarriageReturn }
                try beginChunk()
            case .content:
                let count = min(size, input.count - offset)
                let content = offset..<offset + count
                size -= count
                offset += count
                if size == 0 { state = .contentReturn }
                return .content(content)
            case .contentReturn:
                guard byte == .carriageReturn else { throw .missingChunkTerminator }
                state = .contentLineFeed
            case .contentLineFeed:
                guard byte == .lineFeed else { throw .missingChunkTerminator }
                state = .size
            case .trailer:
                guard try readTrailer(input, from: &offset) else { return .needsMore }
                state = .ended
                return .end
            case .ended:
                return .end
            }
            offset += 1
        }
        return state == .ended ? .end : .needsMore
    }

    private mutating func readSize(_ byte: UInt8) throws(HTTPError) {
        if let digit = byte.hexadecimalValue {
            // 16 digits fill 64 bits; more are an attempt at overflow even when they are zeros.
            guard sizeDigits < 16, size <= Int.max >> 4 else { throw .chunkSizeOverflow }
            size = size << 4 | Int(digit)
            sizeDigits += 1
            return
        }
        guard sizeDigits > 0 else { throw .invalidChunkSize }
        switch byte {
        case .carriageReturn: state = .sizeLineFeed
        case .semicolon:
            extensions = ChunkExtensionScanner()
            state = .extensions
            try countExtensionByte()
        case .lineFeed: throw .bareLineFeed
        default: throw .invalidChunkSize
        }
    }

    private mutating func readExtension(_ byte: UInt8) throws(HTTPError) {
        if try extensions.endsAt(byte) {
            state = .sizeLineFeed
        } else {
            try countExtensionByte()
        }
    }

    private mutating func countExtensionByte() throws(HTTPError) {
        guard extensionBytes < limits.maxChunkExtensionBytes else {
            throw .chunkExtensionsTooLarge(limit: limits.maxChunkExtensionBytes)
        }
        extensionBytes += 1
    }

    private mutating func beginChunk() throws(HTTPError) {
        guard size <= limits.maxBodyBytes - contentBytes else { throw .bodyTooLarge(limit: limits.maxBodyBytes) }
        contentBytes += size
        sizeDigits = 0
        state = size == 0 ? .trailer : .content
    }

    /// Whether the trailer section is complete.
    private mutating func readTrailer(_ input: Span<UInt8>, from offset: inout Int) throws(HTTPError) -> Bool {
        let start = offset
        let allowed = input.extracting(0..<start + min(input.count - start, limits.maxTrailerBytes - trailerBytes))
        while let event = try trailer.next(in: allowed, at: &offset) {
            if case .end = event { return true }
        }
        trailerBytes += offset - start
        guard trailerBytes < limits.maxTrailerBytes else { throw .trailerTooLarge(limit: limits.maxTrailerBytes) }
        return false
    }
}
