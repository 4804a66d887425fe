/// A rational number, exact and reduced; what terminates in base ten is kept as a decimal of any length.
struct ExactNumber: Hashable, Sendable {
    private enum Magnitude: Hashable, Sendable {
        /// `digits` (values 0 to 9, neither first nor last zero; none for zero) times 10 to the `exponent`.
        case decimal(digits: [UInt8], exponent: Int)
        /// In lowest terms, the denominator with a prime factor besides 2 and 5.
        case fraction(numerator: Natural, denominator: Natural)
    }

    private let isNegative: Bool
    private let magnitude: Magnitude

    private init(isNegative: Bool, magnitude: Magnitude) {
        if case .decimal(let digits, _) = magnitude, digits.isEmpty {
            self.isNegative = false
        } else {
            self.isNegative = isNegative
        }
        self.magnitude = magnitude
    }

    /// The decimal number of these digits (values 0 to 9) times 10 to the `exponent`.
    init(isNegative: Bool = false, digits: some Sequence<UInt8>, exponent: Int = 0) {
        var digits = Array(digits.drop { $0 == 0 })
        var exponent = exponent
        while digits.last == 0 {
            digits.removeLast()
            exponent += 1
        }
        self.init(isNegative: isNegative, magnitude: .decimal(digits: digits, exponent: digits.isEmpty ? 0 : exponent))
    }

    /// Plain digits, `p/q` in lowest terms, or an exponent when the digits would be too many.
    var canonical: String {
        var text = isNegative ? "-" : ""
        switch magnitude {
        case .fraction(let numerator, let denominator):
            text += Self.text(numerator.digits) + "/" + Self.text(denominator.digits)
        case .decimal(let digits, let exponent):
            if digits.isEmpty {
                text = "0"
            } else if exponent >= 0, digits.count + exponent <= max(AnswerLimits.maxPlainDigits, digits.count) {
                text += Self.text(digits + [UInt8](repeating: 0, count: exponent))
            } else if exponent < 0, exponent > -AnswerLimits.maxPlainDigits {
                let point = digits.count + exponent
                let padded = point > 0 ? digits : [UInt8](repeating: 0, count: 1 - point) + digits
                text += Self.text(padded.dropLast(-exponent)) + "." + Self.text(padded.suffix(-exponent))
            } else {
                text += Self.text(digits) + "e\(exponent)"
            }
        }
        return text
    }

    private static func text(_ digits: some Sequence<UInt8>) -> String {
        String(decoding: digits.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
    }

    /// The number with the other sign.
    var negated: ExactNumber { ExactNumber(isNegative: !isNegative, magnitude: magnitude) }

    /// The number times 10 to the `power`, or nil for a fraction that is no decimal.
    func scaled(byPowerOfTen power: Int) -> ExactNumber? {
        guard case .decimal(let digits, let exponent) = magnitude else { return nil }
        return ExactNumber(isNegative: isNegative, digits: digits, exponent: exponent + power)
    }

    /// The quotient, or nil when the divisor is zero or the parts are too long to reduce.
    func divided(by divisor: ExactNumber) -> ExactNumber? {
        guard let (a, b) = parts, let (c, d) = divisor.parts, !c.isZero else { return nil }
        return ExactNumber(isNegative: isNegative != divisor.isNegative, numerator: a * d, denominator: b * c)
    }

    /// The mixed number of this whole part and a fraction without sign, which counts away from zero.
    func extended(by fraction: ExactNumber) -> ExactNumber? {
        guard !fraction.isNegative, let (a, b) = parts, let (c, d) = fraction.parts else { return nil }
        return ExactNumber(isNegative: isNegative, numerator: a * d + c * b, denominator: b * d)
    }

    /// The nearest number with so many digits behind the point, half away from zero; nil when it is too long to say.
    func rounded(digits places: Int) -> ExactNumber? {
        switch magnitude {
        case .decimal(let digits, let exponent):
            if exponent >= -places { return self }
            let dropped = -places - exponent
            if dropped > digits.count { return ExactNumber(digits: []) }
            let roundsUp = digits[digits.count - dropped] >= 5
            var kept = [0] + Array(digits.dropLast(dropped))
            if roundsUp {
                var index = kept.count - 1
                while kept[index] == 9 {
                    kept[index] = 0
                    index -= 1
                }
                kept[index] += 1
            }
            return ExactNumber(isNegative: isNegative, digits: kept, exponent: -places)
        case .fraction(var numerator, var denominator):
            for _ in 0..<places { numerator.multiply(by: 10) }
            numerator.multiply(by: 2)
            numerator = numerator + denominator
            denominator.multiply(by: 2)
            let quotient = numerator.dividedWithRemainder(by: denominator).quotient
            return ExactNumber(isNegative: isNegative, digits: quotient.digits, exponent: -places)
        }
    }

    /// Numerator and denominator, or nil when they are too long.
    private var parts: (numerator: Natural, denominator: Natural)? {
        switch magnitude {
        case .fraction(let numerator, let denominator): return (numerator, denominator)
        case .decimal(let digits, let exponent):
            guard digits.count <= AnswerLimits.maxFractionDigits, abs(exponent) <= AnswerLimits.maxFractionExponent
            else { return nil }
            let zeros = [UInt8](repeating: 0, count: max(exponent, 0))
            let denominator = [1] + [UInt8](repeating: 0, count: max(-exponent, 0))
            return (Natural(digits: digits + zeros), Natural(digits: denominator))
        }
    }

    private init(isNegative: Bool, numerator: Natural, denominator: Natural) {
        guard !numerator.isZero else {
            self.init(digits: [])
            return
        }
        let divisor = Natural.greatestCommonDivisor(numerator, denominator)
        var numerator = numerator.dividedWithRemainder(by: divisor).quotient
        let denominator = denominator.dividedWithRemainder(by: divisor).quotient
        var rest = denominator
        let twos = rest.removeFactors(of: 2)
        let fives = rest.removeFactors(of: 5)
        guard rest.isOne else {
            self.init(
                isNegative: isNegative, magnitude: .fraction(numerator: numerator, denominator: denominator))
            return
        }
        let places = max(twos, fives)
        for _ in twos..<places { numerator.multiply(by: 2) }
        for _ in fives..<places { numerator.multiply(by: 5) }
        self.init(isNegative: isNegative, digits: numerator.digits, exponent: -places)
    }
}

extension Natural {
    /// Divides by `factor` as often as it goes and returns how often.
    fileprivate mutating func removeFactors(of factor: UInt32) -> Int {
        var count = 0
        while true {
            var quotient = self
            guard quotient.divide(by: factor) == 0 else { return count }
            self = quotient
            count += 1
        }
    }
}
