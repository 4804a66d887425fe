/// Mends what models commonly get wrong in JSON; what is JSON already stays as it is.
///
/// Strings in single quotes, line breaks within strings, commas before a closing bracket, and Python's `True`, `False` and
/// `None`. Nothing is ever evaluated.
struct JSONRepair {
    private let source: Bytes
    private var mended: [UInt8] = []
    private var place: Int

    private init(_ source: Bytes) {
        self.source = source
        place = source.startIndex
    }

    /// The text, mended.
    static func mended(_ text: Bytes) -> [UInt8] {
        var repair = JSONRepair(text)
        while repair.place < text.endIndex { repair.step() }
        return repair.mended
    }

    private mutating func step() {
        let byte = source[place]
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"): copyString(endingIn: byte)
        case UInt8(ascii: ","):
            let next = source.at(source.skip(from: place + 1) { $0.isSpace })
            if next != UInt8(ascii: "}"), next != UInt8(ascii: "]") { mended.append(byte) }
            place += 1
        case _ where byte.isLetter: copyWord()
        default:
            mended.append(byte)
            place += 1
        }
    }

    private mutating func copyWord() {
        let end = source.skip(from: place) { $0.isWordByte }
        let word = source[place..<end]
        mended += Self.words[word.text].map { Array($0.utf8) } ?? Array(word)
        place = end
    }

    private mutating func copyString(endingIn quote: UInt8) {
        mended.append(UInt8(ascii: "\""))
        place += 1
        while place < source.endIndex, source[place] != quote || isApostrophe(quote) {
            let byte = source[place]
            switch byte {
            case UInt8(ascii: "\\") where source.at(place + 1) == UInt8(ascii: "'"):
                mended.append(UInt8(ascii: "'"))
                place += 1
            case UInt8(ascii: "\\"):
                mended.append(byte)
                place += 1
                if place < source.endIndex { mended.append(source[place]) }
            case UInt8(ascii: "\""): mended += Array("\\\"".utf8)
            case 0x0A: mended += Array("\\n".utf8)
            case 0x09: mended += Array("\\t".utf8)
            case 0..<0x20: break
            default: mended.append(byte)
            }
            place += 1
        }
        mended.append(UInt8(ascii: "\""))
        place += 1
    }

    /// Whether the single quote here stands within a word, as in `it's`.
    private func isApostrophe(_ quote: UInt8) -> Bool {
        quote == UInt8(ascii: "'") && source.at(place - 1).isLetter && source.at(place + 1).isLetter
    }

    private static let words = ["True": "true", "False": "false", "None": "null"]
}
