/// One pass over LaTeX source that drops what does not change its meaning.
struct LaTeXCleaner {
    private let source: Bytes
    private var place: Int
    private var output: [UInt8] = []
    /// The `\text{…}` pieces of the output; whether one is a unit is known only when all is read.
    private var texts: [Range<Int>] = []
    private let depth: Int

    init(source: Bytes, depth: Int = 0) {
        self.source = source
        self.depth = depth
        place = source.startIndex
    }

    mutating func run() -> Bytes {
        while place < source.endIndex { step() }
        return resolved().trimmed()
    }

    private mutating func step() {
        let byte = source[place]
        switch byte {
        case UInt8(ascii: "\\"): command()
        case UInt8(ascii: "$"): place += 1
        case UInt8(ascii: "~"), 0x20, 0x09, 0x0A, 0x0D:
            appendBlank()
            place += 1
        case UInt8(ascii: "{") where source.has("{,}", at: place):
            output.append(UInt8(ascii: ","))
            place += 3
        case UInt8(ascii: "^"):
            let inner = source.skip(from: place + 1) { $0 == UInt8(ascii: "{") || $0.isBlank }
            if source.hasWord("\\circ", at: inner) {
                let isBraced = source.at(place + 1) == UInt8(ascii: "{")
                place = inner + 5
                if isBraced { place = source.skip(from: place) { $0 == UInt8(ascii: "}") || $0.isBlank } }
            } else {
                output.append(byte)
                place += 1
            }
        default:
            output.append(byte)
            place += 1
        }
    }

    private mutating func appendBlank() {
        if let last = output.last, last != 0x20 { output.append(0x20) }
    }

    private mutating func command() {
        let nameStart = place + 1
        let end = source.skip(from: nameStart) { $0.isLetter }
        guard depth <= AnswerLimits.maxMathDepth else {
            place = source.endIndex
            return
        }
        guard end > nameStart else { return symbol(source.at(nameStart)) }
        let name = source[nameStart..<end].text
        place = end
        if Self.texts.contains(name) {
            text()
        } else if name == "boxed" || name == "fbox" {
            if let (content, end) = source.argument(at: place) {
                var inner = LaTeXCleaner(source: content, depth: depth + 1)
                output.append(contentsOf: inner.run())
                place = end
            }
        } else if name == "left" || name == "right" {
            if source.at(place) == UInt8(ascii: ".") { place += 1 }
        } else if !Self.layout.contains(name) {
            let synonym = Self.synonyms[name]
            output.append(contentsOf: (synonym ?? "\\\(name)").utf8)
        }
    }

    private mutating func symbol(_ byte: UInt8) {
        place += 2
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "}"): output.append(contentsOf: [UInt8(ascii: "\\"), byte])
        case UInt8(ascii: " "): appendBlank()
        case UInt8(ascii: "#"), UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "_"): output.append(byte)
        case UInt8(ascii: "\\"):
            // A doubled backslash before a command comes from JSON-escaped text; elsewhere it ends a row.
            if source.at(place).isLetter { place -= 1 } else { output.append(contentsOf: "\\\\".utf8) }
        default: break
        }
        place = min(place, source.endIndex)
    }

    private mutating func text() {
        guard let (content, end) = source.argument(at: place) else { return }
        var inner = LaTeXCleaner(source: content, depth: depth + 1)
        let start = output.count
        output.append(contentsOf: inner.run())
        texts.append(start..<output.count)
        place = end
    }

    /// The output with units dropped and `and` and `or` between values turned into commas.
    private func resolved() -> Bytes {
        var result = output
        let end = output[...].trimmed { $0.isSpace || $0 == UInt8(ascii: ".") }.endIndex
        for range in texts.reversed() {
            let content = output[range].trimmed()
            let hasValueBefore = !output[..<range.lowerBound].trimmed().isEmpty
            if content.elementsEqual("and".utf8) || content.elementsEqual("or".utf8) {
                result.replaceSubrange(range, with: ",".utf8)
            } else if hasValueBefore, range.upperBound >= end, !texts.contains(where: { $0.lowerBound == 0 }) {
                result.removeSubrange(range)
            }
        }
        return result[...]
    }

    private static let texts: Set<String> = [
        "text", "textrm", "textbf", "textit", "textsf", "texttt", "textnormal", "mathrm", "mathbf", "mathit", "mathsf",
        "mathtt", "mbox", "hbox", "operatorname", "boldsymbol", "bf", "rm",
    ]
    private static let layout: Set<String> = [
        "big", "Big", "bigl", "bigr", "Bigl", "Bigr", "bigg", "Bigg", "displaystyle", "textstyle", "limits", "quad",
        "qquad", "thinspace", "degree", "degrees", "hspace", "dollar",
    ]
    private static let synonyms = [
        "dfrac": "\\frac", "tfrac": "\\frac", "cfrac": "\\frac", "leq": "\\le", "geq": "\\ge", "neq": "\\ne",
        "cdot": "*", "times": "*", "div": "/", "varnothing": "\\emptyset", "lbrace": "\\{", "rbrace": "\\}",
        "to": "\\rightarrow", "lvert": "|", "rvert": "|", "vert": "|", "cdots": "\\dots", "ldots": "\\dots",
    ]
}
