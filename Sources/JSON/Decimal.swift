/// A decimal number as it is read, digit by digit, and the nearest `Double`: exactly the one that `Double(_: String)` gives,
/// but for most numbers without it.
struct Decimal {
    /// Up to here every integer is a `Double`.
    private static let maxExact: UInt64 = 1 << 53
    /// The powers of ten that are a `Double` (Clinger, "How to Read Floating Point Numbers Accurately", 1990).
    private static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]
    /// The powers of five that 64 bits hold.
    private static let powersOfFive: [UInt64] = (0...27).map { (0..<$0).reduce(1) { power, _ in power * 5 } }
    /// Digits that 64 bits hold, whatever they are.
    private static let maxDigits = 19

    private var significand: UInt64 = 0
    private var digits = 0
    /// Whether the exponent is larger than what was looked at.
    var isBeyond = false
    private var exponent = 0
    /// Whether the number is below zero.
    var isNegative = false

    /// Adds a digit in front of the point.
    mutating func add(digit: UInt8) {
        // Where there are more digits than it holds this overflows, and the significand is not looked at.
        significand = significand &* 10 &+ UInt64(digit)
        // Zeros in front say nothing but where the point is.
        if digits > 0 || digit > 0 { digits += 1 }
    }

    /// Adds eight digits behind the point.
    mutating func add(fractionDigits value: UInt64) {
        if digits > 0 {
            digits += 8
        } else if value > 0 {
            digits = value >= 10_000_000 ? 8 : value.decimalDigits
        }
        significand = significand &* 100_000_000 &+ value
        exponent -= 8
    }

    /// Adds a digit behind the point.
    mutating func add(fractionDigit digit: UInt8) {
        add(digit: digit)
        exponent -= 1
    }

    /// Adds the exponent that is written behind the number.
    mutating func add(exponent written: Int) { exponent += written }

    /// The nearest `Double`, nil if finding it takes more than this.
    var double: Double? {
        guard !isBeyond, digits <= Self.maxDigits, let magnitude = Self.magnitude(significand, exponent) else {
            return nil
        }
        return isNegative ? -magnitude : magnitude
    }

    /// `significand` · 10^`exponent`, rounded once; nil where that takes more than 128 bits.
    private static func magnitude(_ significand: UInt64, _ exponent: Int) -> Double? {
        if significand == 0 { return 0 }
        if significand <= maxExact, abs(exponent) < powersOfTen.count {
            // Both operands are exact, so the one operation rounds the true value.
            return exponent < 0
                ? Double(significand) / powersOfTen[-exponent] : Double(significand) * powersOfTen[exponent]
        }
        guard exponent < 0, -exponent < powersOfFive.count else { return nil }
        return quotient(significand, powersOfFive[-exponent], scale: exponent)
    }

    /// `dividend` / `divisor` · 2^`scale`, to the nearest, ties to even; neither is 0. A quotient of 64 bits and whether
    /// anything is left over decide how the 53 bits of a `Double` are rounded.
    private static func quotient(_ dividend: UInt64, _ divisor: UInt64, scale: Int) -> Double {
        let up = dividend.leadingZeroBitCount
        let down = divisor.leadingZeroBitCount
        let high = dividend << up
        let low = divisor << down
        // Half the dividend where it is not smaller than the divisor, so that the quotient has just 64 bits.
        let halves = high >= low
        let (quotient, remainder) = low.dividingFullWidth(
            halves ? (high >> 1, high << 63) : (high, 0))
        let significand = quotient >> 11
        let cut = quotient & 0x7FF
        let isUp = cut > 0x400 || cut == 0x400 && (remainder != 0 || significand & 1 == 1)
        // Rounding up may carry into the next power of two, which is a `Double` as well.
        let rounded = Double(significand + (isUp ? 1 : 0))
        return rounded * Double(sign: .plus, exponent: scale + 11 - 64 + down - up + (halves ? 1 : 0), significand: 1)
    }
}

extension UInt64 {
    /// How many digits it takes.
    fileprivate var decimalDigits: Int {
        var digits = 1
        var rest = self
        while rest > 9 {
            rest /= 10
            digits += 1
        }
        return digits
    }
}
