/// The one spelling of a LaTeX expression: no blanks, arguments in braces, `a/b` as a fraction, single exponents bare.
struct MathSpelling {
    private(set) var canonical = ""

    init(_ source: Bytes) {
        let roots = source.replacing("\\sqrt(", with: "sqrt(").replacing("sqrt(", with: "\\sqrt(")
        var piece = MathSpelling.bracedArguments(roots, depth: 0)
        piece = piece.filter { !$0.isSpace && $0 != UInt8(ascii: "%") }[...]
        while piece.first == UInt8(ascii: "{"), piece.balancedEnd(from: piece.startIndex) == piece.endIndex {
            piece = Array(piece.dropFirst().dropLast())[...]
        }
        piece = MathSpelling.bareExponents(MathSpelling.leadingZeros(piece))
        canonical = (MathSpelling.slashFraction(piece) ?? piece).text
    }

    /// Gives `\sqrt3` and `\frac12` their braces, and spells the arguments within.
    private static func bracedArguments(_ source: Bytes, depth: Int) -> Bytes {
        guard depth < AnswerLimits.maxMathDepth, source.contains(UInt8(ascii: "\\")) else { return source }
        var result: [UInt8] = []
        var place = source.startIndex
        while place < source.endIndex {
            let isRoot = source.has("\\sqrt", at: place)
            guard isRoot || source.has("\\frac", at: place) else {
                result.append(source[place])
                place += 1
                continue
            }
            result.append(contentsOf: isRoot ? "\\sqrt".utf8 : "\\frac".utf8)
            place += 5
            if isRoot,
                let end = source.at(place) == UInt8(ascii: "[")
                    ? source.balancedEnd(from: place, open: UInt8(ascii: "["), close: UInt8(ascii: "]")) : nil
            {
                result.append(contentsOf: source[place..<end])
                place = end
            }
            for _ in 0..<(isRoot ? 1 : 2) {
                let parenthesis = source.skip(from: place) { $0.isBlank }
                let argument: (content: Bytes, end: Int)?
                if isRoot, source.at(parenthesis) == UInt8(ascii: "("),
                    let end = source.balancedEnd(from: parenthesis, open: UInt8(ascii: "("), close: UInt8(ascii: ")"))
                {
                    argument = (source[(parenthesis + 1)..<(end - 1)], end)
                } else {
                    argument = source.argument(at: place)
                }
                guard let argument else { break }
                result.append(UInt8(ascii: "{"))
                result.append(contentsOf: bracedArguments(argument.content, depth: depth + 1))
                result.append(UInt8(ascii: "}"))
                place = argument.end
            }
        }
        return result[...]
    }

    /// Writes `.5` as `0.5` wherever a number begins with its point.
    private static func leadingZeros(_ piece: Bytes) -> Bytes {
        var result: [UInt8] = []
        for place in piece.indices {
            let startsNumber = piece[place] == UInt8(ascii: ".") && piece.at(place + 1).isDigit
            if startsNumber, !piece.at(place - 1).isDigit { result.append(UInt8(ascii: "0")) }
            result.append(piece[place])
        }
        return result[...]
    }

    /// Writes `x^{2}` as `x^2`.
    private static func bareExponents(_ piece: Bytes) -> Bytes {
        var result: [UInt8] = []
        var place = piece.startIndex
        while place < piece.endIndex {
            result.append(piece[place])
            let isScript = piece[place] == UInt8(ascii: "^") || piece[place] == UInt8(ascii: "_")
            place += 1
            if isScript, piece.at(place) == UInt8(ascii: "{"), piece.at(place + 2) == UInt8(ascii: "}") {
                result.append(piece[place + 1])
                place += 3
            }
        }
        return result[...]
    }

    /// Writes `a/b` of two letters or integers as `\frac{a}{b}`; numbers on their own never come here.
    private static func slashFraction(_ piece: Bytes) -> Bytes? {
        let parts = piece.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { $0.isDigit || $0.isLetter } }) else {
            return nil
        }
        return Bytes("\\frac{\(parts[0].text)}{\(parts[1].text)}")
    }
}
