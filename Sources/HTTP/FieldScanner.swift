/// Finds the field lines of a section that arrives in pieces (RFC 9112 §5), refusing everything that two parsers could
/// read differently; it looks at each byte once and keeps none.
struct FieldScanner {
    enum Event {
        /// A complete line; `name` and `value` say where.
        case field
        /// The empty line that ends the section.
        case end
    }

    private enum State {
        case lineStart, name, value, lineFeed, lastLineFeed
    }

    private let maxFields: Int
    private var state = State.lineStart
    private var count = 0
    private var nameStart = 0
    private var nameEnd = 0
    private var lineEnd = 0

    /// Where the name of the last field was; only of use when all calls were given the same growing bytes.
    var name: Range<Int> { nameStart..<nameEnd }

    /// Where the value of the last field was, its outer whitespace included; of use as `name` is.
    var value: Range<Int> { nameEnd + 1..<lineEnd }

    init(maxFields: Int) {
        self.maxFields = maxFields
    }

    /// The next event of `bytes` from `cursor` on, which moves past what was read; nil when more bytes are needed.
    mutating func next(in bytes: Span<UInt8>, at cursor: inout Int) throws(HTTPError) -> Event? {
        while cursor < bytes.count {
            let byte = bytes[cursor]
            switch state {
            case .lineStart:
                switch byte {
                case .carriageReturn:
                    state = .lastLineFeed
                    cursor += 1
                case .lineFeed:
                    throw .bareLineFeed
                case .space, .tab:
                    throw count == 0 ? .whitespaceBeforeFirstField : .obsoleteLineFolding
                case .colon:
                    throw .invalidFieldName(byte: byte)
                default:
                    if count == maxFields { throw .tooManyFields(limit: maxFields) }
                    count += 1
                    nameStart = cursor
                    state = .name
                }
            case .name:
                while cursor < bytes.count, bytes[cursor].isTokenCharacter { cursor += 1 }
                guard cursor < bytes.count else { return nil }
                switch bytes[cursor] {
                case .colon: break
                case .space, .tab: throw .whitespaceBeforeColon
                case .carriageReturn: throw .missingColon
                case .lineFeed: throw .bareLineFeed
                case let other: throw .invalidFieldName(byte: other)
                }
                nameEnd = cursor
                cursor += 1
                state = .value
            case .value:
                while cursor < bytes.count, bytes[cursor].isFieldValueByte { cursor += 1 }
                guard cursor < bytes.count else { return nil }
                switch bytes[cursor] {
                case .carriageReturn: break
                case .lineFeed: throw .bareLineFeed
                case let other: throw .invalidFieldValue(byte: other)
                }
                lineEnd = cursor
                cursor += 1
                state = .lineFeed
            case .lineFeed:
                guard byte == .lineFeed else { throw .bareCarriageReturn }
                state = .lineStart
                cursor += 1
                return .field
            case .lastLineFeed:
                guard byte == .lineFeed else { throw .bareCarriageReturn }
                state = .lineStart
                cursor += 1
                return .end
            }
        }
        return nil
    }
}
