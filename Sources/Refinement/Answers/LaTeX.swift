/// LaTeX brought to one spelling, after `_strip_string` of the MATH data set's grader (arXiv 2103.03874): layout
/// commands, degrees, percent and dollar signs go, `\text{…}` behind a value is a unit and goes too.
struct LaTeX {
    /// The cleaned source; blanks are single spaces, nothing is at the ends.
    let cleaned: Bytes

    init(_ source: Bytes) {
        var cleaner = LaTeXCleaner(source: LaTeX.asciiMathematics(CompatibilityFolding.fold(source)))
        cleaned = cleaner.run()
    }

    /// The source with numeric `\frac{a}{b}` written as `a/b` and `2\frac{1}{2}` as `2 1/2`, for reading numbers.
    var withPlainFractions: Bytes {
        guard cleaned.contains(UInt8(ascii: "\\")) else { return cleaned }
        var result: [UInt8] = []
        var place = cleaned.startIndex
        while place < cleaned.endIndex {
            if cleaned.has("\\frac", at: place), let (top, end) = cleaned.argument(at: place + 5),
                let (bottom, next) = cleaned.argument(at: end), top.isNumeric, bottom.isNumeric
            {
                if result.last?.isDigit == true { result.append(0x20) }
                result.append(contentsOf: top)
                result.append(UInt8(ascii: "/"))
                result.append(contentsOf: bottom)
                place = next
            } else {
                result.append(cleaned[place])
                place += 1
            }
        }
        return result[...]
    }

    private static func asciiMathematics(_ source: Bytes) -> Bytes {
        guard source.contains(where: { $0 >= 0x80 }) else { return source }
        var result: [UInt8] = []
        result.reserveCapacity(source.count)
        var place = source.startIndex
        while place < source.endIndex {
            let isASCII = source[place] < 0x80
            if !isASCII, let (symbol, command) = symbols.first(where: { source.has($0.0, at: place) }) {
                command.withUTF8Buffer { result.append(contentsOf: $0) }
                place += symbol.utf8CodeUnitCount
            } else {
                result.append(source[place])
                place += 1
            }
        }
        return result[...]
    }

    private static let symbols: [(StaticString, StaticString)] = [
        ("π", "\\pi "), ("√", "\\sqrt "), ("∞", "\\infty "), ("°", ""), ("∪", "\\cup "), ("∩", "\\cap "),
        ("≤", "\\le "), ("≥", "\\ge "), ("≠", "\\ne "), ("∈", "\\in "), ("±", "\\pm "), ("∅", "\\emptyset "),
        ("≈", "\\approx "), ("÷", "/"), ("θ", "\\theta "), ("α", "\\alpha "), ("β", "\\beta "),
    ]
}

extension Bytes {
    /// A command's argument at `index`: what is in braces, or a single character or command.
    func argument(at index: Int) -> (content: Bytes, end: Int)? {
        let start = skip(from: index) { $0.isBlank }
        guard start < endIndex else { return nil }
        if self[start] == UInt8(ascii: "{") {
            guard let end = balancedEnd(from: start) else { return nil }
            return (self[(start + 1)..<(end - 1)].trimmed(), end)
        }
        guard self[start] == UInt8(ascii: "\\") else { return (self[start...start], start + 1) }
        let end = skip(from: start + 1) { $0.isLetter }
        return (self[start..<end], end)
    }

    fileprivate var isNumeric: Bool {
        contains { $0.isDigit } && allSatisfy { $0.isDigit || ".,-".utf8.contains($0) }
    }
}
