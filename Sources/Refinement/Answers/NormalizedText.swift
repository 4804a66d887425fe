/// Words in the form in which they are compared, after `normalize_text` of DSPy (arXiv 2310.03714): lower case, no
/// punctuation, no articles, single spaces. Canonically equivalent strings are equal in Swift, which is what NFD is for.
///
/// Other than there, signs that carry meaning stay: those between digits (`3.5` is not `35`), a minus before a digit,
/// `+` and `#` behind a letter (`C++`, `C#`).
struct NormalizedText {
    /// The compared form; empty when the text has neither letter nor digit.
    let canonical: String

    init(_ text: String) {
        var words: [[Unicode.Scalar]] = [[]]
        let scalars = Array(CompatibilityFolding.fold(Bytes(text)).text.lowercased().unicodeScalars)
        for (index, scalar) in scalars.enumerated() {
            if scalar.properties.isWhitespace {
                if words.last?.isEmpty == false { words.append([]) }
            } else if !Self.isDropped(at: index, in: scalars) {
                words[words.count - 1].append(scalar)
            }
        }
        let spelt = words.filter { !$0.isEmpty }.map { word in
            var view = String.UnicodeScalarView()
            view.append(contentsOf: word)
            return String(view)
        }
        let kept = spelt.filter { !["a", "an", "the"].contains($0) }
        // "The answer is A." has an answer.
        canonical = (kept.isEmpty ? spelt : kept).joined(separator: " ")
    }

    /// Whether the scalar at `index` is punctuation that does not tell answers apart.
    private static func isDropped(at index: Int, in scalars: [Unicode.Scalar]) -> Bool {
        let scalar = scalars[index]
        guard isPunctuation(scalar) else { return false }
        func isDigit(_ place: Int) -> Bool { scalars.indices.contains(place) && (0x30...0x39) ~= scalars[place].value }
        func isLetter(_ place: Int) -> Bool {
            scalars.indices.contains(place) && scalars[place].properties.isAlphabetic
        }
        switch scalar {
        case ".", ":", "/": return !(isDigit(index - 1) && isDigit(index + 1))
        case "-": return !isDigit(index + 1) || isLetter(index - 1)
        case "+": return !(isLetter(index - 1) || index > 0 && scalars[index - 1] == "+")
        case "#": return !isLetter(index - 1)
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
