/// Checks the extensions of one chunk, from behind the first `;` to the CR (RFC 9112 §7.1.1); their meaning is ignored.
struct ChunkExtensionScanner {
    private enum State {
        case name, insideName, afterName, value, insideToken, insideQuotes, escaped, afterValue
    }

    private var state = State.name

    /// Takes the next byte; true when it is the CR that ends the line.
    mutating func endsAt(_ byte: UInt8) throws(HTTPError) -> Bool {
        switch state {
        case .insideQuotes:
            switch byte {
            case .quote: state = .afterValue
            case .backslash: state = .escaped
            default: try requireText(byte)
            }
            return false
        case .escaped:
            try requireText(byte)
            state = .insideQuotes
            return false
        default:
            break
        }
        switch (byte, state) {
        case (.lineFeed, _):
            throw .bareLineFeed
        case (.carriageReturn, .insideName), (.carriageReturn, .insideToken), (.carriageReturn, .afterValue):
            return true
        case (.semicolon, .insideName), (.semicolon, .afterName), (.semicolon, .insideToken), (.semicolon, .afterValue):
            state = .name
        case (.equals, .insideName), (.equals, .afterName):
            state = .value
        case (.quote, .value):
            state = .insideQuotes
        case (.space, .insideName), (.tab, .insideName):
            state = .afterName
        case (.space, .insideToken), (.tab, .insideToken):
            state = .afterValue
        case (.space, _), (.tab, _):
            break
        case (_, .name) where byte.isTokenCharacter:
            state = .insideName
        case (_, .value) where byte.isTokenCharacter:
            state = .insideToken
        case (_, .insideName) where byte.isTokenCharacter, (_, .insideToken) where byte.isTokenCharacter:
            break
        default:
            throw .invalidChunkExtension
        }
        return false
    }

    private func requireText(_ byte: UInt8) throws(HTTPError) {
        guard byte.isFieldValueByte else { throw byte == .lineFeed ? .bareLineFeed : .invalidChunkExtension }
    }
}
