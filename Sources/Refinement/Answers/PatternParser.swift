/// Reads a pattern into its syntax tree.
struct PatternParser {
    private let scalars: [Unicode.Scalar]
    private var place = 0
    private var depth = 0
    private var groups = 0
    private var flags = PatternFlags()

    init(_ source: String) { scalars = Array(source.unicodeScalars) }

    mutating func parse() throws(AnswerFormatError) -> (PatternNode, PatternFlags) {
        try parseFlags()
        let node = try alternatives()
        guard place == scalars.count else { throw syntax }
        return (node, flags)
    }

    private var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }
    private var syntax: AnswerFormatError { .patternInvalid(.syntax, offset: place) }
    private var unsupported: AnswerFormatError { .patternInvalid(.unsupported, offset: place) }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        place += 1
        return true
    }

    private mutating func take(_ text: String) -> Bool {
        guard scalars[place...].starts(with: text.unicodeScalars) else { return false }
        place += text.unicodeScalars.count
        return true
    }

    private mutating func parseFlags() throws(AnswerFormatError) {
        guard scalars.starts(with: "(?".unicodeScalars), let close = scalars.firstIndex(of: ")"),
            close > 2, scalars[2..<close].allSatisfy({ $0.properties.isLowercase })
        else { return }
        for index in 2..<close {
            switch scalars[index] {
            case "i": flags.ignoresCase = true
            case "m": flags.isMultiline = true
            case "s": flags.dotMatchesNewline = true
            default:
                place = index
                throw unsupported
            }
        }
        place = close + 1
    }

    private mutating func alternatives() throws(AnswerFormatError) -> PatternNode {
        var branches = [try sequence()]
        while take("|" as Unicode.Scalar) { branches.append(try sequence()) }
        return branches.count == 1 ? branches[0] : .alternatives(branches)
    }

    private mutating func sequence() throws(AnswerFormatError) -> PatternNode {
        var items: [PatternNode] = []
        while let scalar = next, scalar != "|", scalar != ")" {
            let atom = try atom()
            items.append(try quantified(atom))
        }
        return items.isEmpty ? .empty : .sequence(items)
    }

    private mutating func atom() throws(AnswerFormatError) -> PatternNode {
        guard let scalar = next else { throw syntax }
        place += 1
        switch scalar {
        case "(": return try group()
        case "[":
            var reader = PatternClassReader(scalars: scalars, place: place)
            let set = try reader.read()
            place = reader.place
            return .set(cased(set))
        case ".":
            return .set(flags.dotMatchesNewline ? PatternSet(isNegated: true) : PatternSet([10...10], isNegated: true))
        case "^": return .assertion(flags.isMultiline ? .lineStart : .textStart)
        case "$": return .assertion(flags.isMultiline ? .lineEnd : .textEnd)
        case "\\": return try escape()
        case "*", "+", "?":
            place -= 1
            throw syntax
        default: return .set(cased(PatternSet(scalar)))
        }
    }

    private func cased(_ set: PatternSet) -> PatternSet { flags.ignoresCase ? set.ignoringCase : set }

    private mutating func escape() throws(AnswerFormatError) -> PatternNode {
        switch next {
        case "b": place += 1; return .assertion(.wordBoundary)
        case "B": place += 1; return .assertion(.noWordBoundary)
        case "A": place += 1; return .assertion(.textStart)
        case "Z", "z": place += 1; return .assertion(.textEnd)
        default:
            var reader = PatternClassReader(scalars: scalars, place: place)
            let set = try reader.escape()
            place = reader.place
            return .set(cased(set))
        }
    }

    private mutating func group() throws(AnswerFormatError) -> PatternNode {
        depth += 1
        guard depth <= AnswerLimits.maxPatternDepth else { throw .patternInvalid(.tooLarge, offset: place) }
        defer { depth -= 1 }
        var number: Int?
        if take("?:") {
            number = nil
        } else if take("?P<") || (take("?<") && next != "=" && next != "!") {
            while let scalar = next, scalar != ">" {
                guard PatternSet.Class.word.contains(scalar) else { throw syntax }
                place += 1
            }
            guard take(">" as Unicode.Scalar) else { throw syntax }
            groups += 1
            number = groups
        } else if next == "?" || scalars[place - 1] == "<" {
            throw unsupported
        } else {
            groups += 1
            number = groups
        }
        let inner = try alternatives()
        guard take(")" as Unicode.Scalar) else { throw syntax }
        return number.map { .group(inner, number: $0) } ?? inner
    }

    private mutating func quantified(_ atom: PatternNode) throws(AnswerFormatError) -> PatternNode {
        let count: ClosedRange<Int>
        var isUnbounded = true
        switch next {
        case "*": count = 0...0
        case "+": count = 1...1
        case "?":
            count = 0...1
            isUnbounded = false
        case "{":
            guard let bounds = try bounds() else { return atom }
            count = bounds.count
            isUnbounded = bounds.isUnbounded
            place -= 1
        default: return atom
        }
        if case .assertion = atom { throw syntax }
        place += 1
        let isLazy = take("?" as Unicode.Scalar)
        if next == "+" { throw unsupported }
        if next == "*" || next == "?" { throw syntax }
        return .repetition(atom, count: count, isUnbounded: isUnbounded, isGreedy: !isLazy)
    }

    /// `{m}`, `{m,}`, `{,n}` or `{m,n}`; a brace that begins none of these is refused.
    private mutating func bounds() throws(AnswerFormatError) -> (count: ClosedRange<Int>, isUnbounded: Bool)? {
        place += 1
        let least = try number()
        var most = least
        var isUnbounded = false
        if take("," as Unicode.Scalar) {
            most = try number()
            isUnbounded = most == nil
        }
        guard take("}" as Unicode.Scalar), least != nil || most != nil else { throw syntax }
        let low = least ?? 0
        guard low <= most ?? low else { throw syntax }
        return (low...(most ?? low), isUnbounded)
    }

    private mutating func number() throws(AnswerFormatError) -> Int? {
        var value: Int?
        while let scalar = next, ("0"..."9").contains(scalar) {
            value = (value ?? 0) * 10 + Int(scalar.value - 48)
            place += 1
            if value ?? 0 > AnswerLimits.maxPatternInstructions { throw .patternInvalid(.tooLarge, offset: place) }
        }
        return value
    }
}
