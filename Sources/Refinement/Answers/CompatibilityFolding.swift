/// Folds the spellings of Unicode that mean the same as ASCII: what NFKC does to digits, signs and spaces, and a little
/// more that numbers need (minus signs, vulgar fractions, thin spaces between digit groups). Foundation's NFKC would
/// turn `1½` into `11/2`.
enum CompatibilityFolding {
    /// The text with ASCII digits, signs, quotes and spaces; ASCII text comes back as it is.
    static func fold(_ bytes: Bytes) -> Bytes {
        guard bytes.contains(where: { $0 >= 0x80 }) else { return bytes }
        let scalars = Array(bytes.text.unicodeScalars)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        for (index, scalar) in scalars.enumerated() {
            if scalar.isASCII {
                result.append(UInt8(truncatingIfNeeded: scalar.value))
            } else if isGroupSpace(scalar), isDigitGroup(after: index, in: scalars) {
                continue
            } else if let folded = fold(scalar) {
                result.append(contentsOf: folded.utf8)
            } else {
                result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        return result[...]
    }

    private static func isGroupSpace(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value == 0xA0 || scalar.value == 0x2009 || scalar.value == 0x202F
    }

    /// Whether a space at `index` separates thousands, as in `12 345`.
    private static func isDigitGroup(after index: Int, in scalars: [Unicode.Scalar]) -> Bool {
        func isDigit(_ place: Int) -> Bool { scalars.indices.contains(place) && (0x30...0x39) ~= scalars[place].value }
        return isDigit(index - 1) && (1...3).allSatisfy { isDigit(index + $0) } && !isDigit(index + 4)
    }

    private static func fold(_ scalar: Unicode.Scalar) -> String? {
        switch scalar.value {
        case 0xFF01...0xFF5E: return String(UnicodeScalar(UInt8(scalar.value - 0xFEE0)))
        case 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: return " "
        case 0xAD, 0x200B...0x200F, 0x2060...0x2064, 0xFEFF: return ""
        case 0x2010...0x2013, 0x2212, 0xFE63: return "-"
        case 0x2018, 0x2019, 0x2032: return "'"
        case 0x201C, 0x201D, 0xAB, 0xBB: return "\""
        case 0x2044, 0x2215: return "/"
        case 0xD7, 0x22C5, 0xB7: return "*"
        case 0x3002: return ". "
        case 0xB9: return "^1"
        case 0xB2, 0xB3: return "^\(scalar.value - 0xB0)"
        case 0x2070, 0x2074...0x2079: return "^\(scalar.value - 0x2070)"
        case 0xBC...0xBE, 0x2150...0x215E: return fractions[scalar].map { " \($0)" }
        // Letters with accents, Greek, Cyrillic; CJK: no digits among them.
        case 0xC0...0x65F, 0x3040...0xA61F, 0xAC00...0xFEFF: return nil
        default: break
        }
        if scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue {
            return String(Int(value))
        }
        return nil
    }

    private static let fractions: [Unicode.Scalar: String] = [
        "½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅖": "2/5", "⅗": "3/5", "⅘": "4/5",
        "⅙": "1/6", "⅚": "5/6", "⅛": "1/8", "⅜": "3/8", "⅝": "5/8", "⅞": "7/8", "⅐": "1/7", "⅑": "1/9", "⅒": "1/10",
    ]
}
