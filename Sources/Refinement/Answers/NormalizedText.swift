/// Words in the form in which they are compared, after `normalize_text` of DSPy (arXiv 2310.03714): lower case, no
/// punctuation, no articles, single spaces. Canonically equivalent strings are equal in Swift, which is what NFD is for.
///
/// Other than there, signs that carry meaning stay: those between digits (`3.5` is not `35`), a minus before a digit,
/// `+` and `#` behind a letter (`C++`, `C#`).
struct NormalizedText {
    /// The compared form; empty when the text has neither letter nor digit.
    let canonical: String

    init(_ text: String) {
        let scalars = Array(CompatibilityFolding.fold(Bytes(text)).text.lowercased().unicodeScalars)
        var kept: [UInt8] = []
        var articles: [UInt8] = []
        var word: [UInt8] = []
        func endWord() {
            guard !word.isEmpty else { return }
            if word.elementsEqual("a".utf8) || word.elementsEqual("an".utf8) || word.elementsEqual("the".utf8) {
                articles += articles.isEmpty ? word : [0x20] + word
            } else {
                if !kept.isEmpty { kept.append(0x20) }
                kept += word
            }
            word.removeAll(keepingCapacity: true)
        }
        for (index, scalar) in scalars.enumerated() {
            if scalar.isASCII ? UInt8(scalar.value).isSpace : scalar.properties.isWhitespace {
                endWord()
            } else if !Self.isDropped(at: index, in: scalars) {
                if scalar.isASCII {
                    word.append(UInt8(scalar.value))
                } else {
                    word += UTF8.encode(scalar).map(Array.init) ?? []
                }
            }
        }
        endWord()
        // "The answer is A." has an answer.
        canonical = String(decoding: kept.isEmpty ? articles : kept, as: UTF8.self)
    }

    /// Whether the scalar at `index` is punctuation that does not tell answers apart.
    private static func isDropped(at index: Int, in scalars: [Unicode.Scalar]) -> Bool {
        let scalar = scalars[index]
        guard isPunctuation(scalar) else { return false }
        func byte(_ place: Int) -> UInt8 {
            scalars.indices.contains(place) && scalars[place].isASCII ? UInt8(scalars[place].value) : 0
        }
        switch scalar {
        case ".", ":", "/": return !(byte(index - 1).isDigit && byte(index + 1).isDigit)
        case "-": return !byte(index + 1).isDigit || byte(index - 1).isLetter
        case "+": return !(byte(index - 1).isLetter || byte(index - 1) == UInt8(ascii: "+"))
        case "#": return !byte(index - 1).isLetter
        default: return true
        }
    }

    private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return !UInt8(scalar.value).isWordByte || scalar == "_" }
        switch scalar.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            return true
        default: return false
        }
    }
}
