/// Reads a bracketed class or an escape that stands for a set of scalars.
struct PatternClassReader {
    let scalars: [Unicode.Scalar]
    var place: Int

    private var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }
    private var syntax: AnswerFormatError { .patternInvalid(.syntax, offset: place) }

    private enum Item {
        case scalar(Unicode.Scalar)
        case shorthand(PatternSet.Class, isNegated: Bool)
    }

    /// The escape whose backslash has been read.
    mutating func escape() throws(AnswerFormatError) -> PatternSet {
        switch try escaped() {
        case .scalar(let scalar): return PatternSet(scalar)
        case .shorthand(let name, let isNegated): return PatternSet(classes: [(name, isNegated)])
        }
    }

    /// The class whose `[` has been read.
    mutating func read() throws(AnswerFormatError) -> PatternSet {
        var ranges: [ClosedRange<UInt32>] = []
        var classes: [(class: PatternSet.Class, isNegated: Bool)] = []
        let isNegated = next == "^"
        if isNegated { place += 1 }
        var isFirst = true
        while let scalar = next, scalar != "]" || isFirst {
            isFirst = false
            switch try item() {
            case .shorthand(let name, let isNegated): classes.append((name, isNegated))
            case .scalar(let low):
                guard next == "-", place + 1 < scalars.count, scalars[place + 1] != "]" else {
                    ranges.append(low.value...low.value)
                    continue
                }
                place += 1
                guard case .scalar(let high) = try item(), low <= high else { throw syntax }
                ranges.append(low.value...high.value)
            }
        }
        guard next == "]" else { throw syntax }
        place += 1
        return PatternSet(ranges, classes: classes, isNegated: isNegated)
    }

    private mutating func item() throws(AnswerFormatError) -> Item {
        guard let scalar = next else { throw syntax }
        place += 1
        return scalar == "\\" ? try escaped() : .scalar(scalar)
    }

    private mutating func escaped() throws(AnswerFormatError) -> Item {
        guard let scalar = next else { throw syntax }
        place += 1
        switch scalar {
        case "d": return .shorthand(.digit, isNegated: false)
        case "D": return .shorthand(.digit, isNegated: true)
        case "w": return .shorthand(.word, isNegated: false)
        case "W": return .shorthand(.word, isNegated: true)
        case "s": return .shorthand(.space, isNegated: false)
        case "S": return .shorthand(.space, isNegated: true)
        case "n": return .scalar("\n")
        case "r": return .scalar("\r")
        case "t": return .scalar("\t")
        case "f": return .scalar("\u{0C}")
        case "v": return .scalar("\u{0B}")
        default:
            // Other letters and digits are backreferences, properties and the like.
            guard !PatternSet.Class.word.contains(scalar) else {
                throw .patternInvalid(.unsupported, offset: place - 1)
            }
            return .scalar(scalar)
        }
    }
}
