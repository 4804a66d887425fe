/// A set of Unicode scalars: ranges and classes, possibly negated.
struct PatternSet {
    enum Class {
        case digit, word, space
        func contains(_ scalar: Unicode.Scalar) -> Bool {
            switch self {
            case .digit: scalar.properties.numericType == .decimal
            case .word:
                scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType == .decimal
            case .space: scalar.properties.isWhitespace
            }
        }
    }

    private var ranges: [ClosedRange<UInt32>] = []
    private var classes: [(class: Class, isNegated: Bool)] = []
    private var isNegated = false
    /// Membership of the ASCII scalars, negation included.
    private var ascii: (low: UInt64, high: UInt64) = (0, 0)

    init(_ ranges: [ClosedRange<UInt32>] = [], classes: [(class: Class, isNegated: Bool)] = [], isNegated: Bool = false)
    {
        self.ranges = ranges
        self.classes = classes
        self.isNegated = isNegated
        for value in 0..<UInt32(128) where computed(Unicode.Scalar(UInt8(value))) {
            if value < 64 { ascii.low |= 1 << value } else { ascii.high |= 1 << (value - 64) }
        }
    }

    init(_ scalar: Unicode.Scalar) { self.init([scalar.value...scalar.value]) }

    func contains(_ scalar: Unicode.Scalar) -> Bool {
        let value = scalar.value
        if value < 64 { return ascii.low >> value & 1 == 1 }
        if value < 128 { return ascii.high >> (value - 64) & 1 == 1 }
        return computed(scalar)
    }

    /// The set with the other case of each letter of its ranges; beyond ASCII only for single scalars.
    var ignoringCase: PatternSet {
        var folded = ranges
        for range in ranges {
            if range.count == 1, let scalar = Unicode.Scalar(range.lowerBound) {
                for mapping in [scalar.properties.lowercaseMapping, scalar.properties.uppercaseMapping] {
                    let scalars = mapping.unicodeScalars
                    if scalars.count == 1, let other = scalars.first { folded.append(other.value...other.value) }
                }
            } else {
                for (cased, offset) in [(0x41...0x5A, 32), (0x61...0x7A, -32)] as [(ClosedRange<Int>, Int)] {
                    let common = Int(range.lowerBound)...Int(range.upperBound)
                    guard common.overlaps(cased) else { continue }
                    let part = common.clamped(to: cased)
                    folded.append(UInt32(part.lowerBound + offset)...UInt32(part.upperBound + offset))
                }
            }
        }
        return PatternSet(folded, classes: classes, isNegated: isNegated)
    }

    private func computed(_ scalar: Unicode.Scalar) -> Bool {
        let isMember =
            ranges.contains { $0.contains(scalar.value) }
            || classes.contains { $0.class.contains(scalar) != $0.isNegated }
        return isMember != isNegated
    }
}
