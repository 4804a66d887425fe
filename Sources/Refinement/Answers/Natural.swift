/// A natural number of any size, for the few operations that reducing and rounding fractions need.
struct Natural: Hashable, Sendable {
    /// Base 2³², least significant first, without leading zeros; empty is zero.
    private(set) var limbs: [UInt32]

    init(_ value: UInt32) { limbs = value == 0 ? [] : [value] }

    /// The number with these decimal digits (values 0 to 9, most significant first).
    init(digits: some Sequence<UInt8>) {
        limbs = []
        for digit in digits { multiply(by: 10, adding: UInt32(digit)) }
    }

    var isZero: Bool { limbs.isEmpty }
    var isOne: Bool { limbs == [1] }
    private var isEven: Bool { limbs.first.map { $0 & 1 == 0 } ?? true }

    /// The decimal digits, most significant first; zero has none.
    var digits: [UInt8] {
        var rest = self
        var result: [UInt8] = []
        while !rest.isZero {
            var chunk = rest.divide(by: 1_000_000_000)
            for _ in 0..<9 {
                result.append(UInt8(chunk % 10))
                chunk /= 10
            }
        }
        while result.last == 0 { result.removeLast() }
        return result.reversed()
    }

    mutating func multiply(by factor: UInt32, adding addend: UInt32 = 0) {
        var carry = UInt64(addend)
        for index in limbs.indices {
            carry += UInt64(limbs[index]) * UInt64(factor)
            limbs[index] = UInt32(truncatingIfNeeded: carry)
            carry >>= 32
        }
        if carry > 0 { limbs.append(UInt32(carry)) }
        trim()
    }

    /// Divides in place and returns the remainder.
    mutating func divide(by divisor: UInt32) -> UInt32 {
        var remainder: UInt64 = 0
        for index in limbs.indices.reversed() {
            let value = remainder << 32 | UInt64(limbs[index])
            limbs[index] = UInt32(value / UInt64(divisor))
            remainder = value % UInt64(divisor)
        }
        trim()
        return UInt32(remainder)
    }

    static func * (left: Natural, right: Natural) -> Natural {
        var limbs = [UInt32](repeating: 0, count: left.limbs.count + right.limbs.count)
        for (i, a) in left.limbs.enumerated() {
            var carry: UInt64 = 0
            for (j, b) in right.limbs.enumerated() {
                carry += UInt64(a) * UInt64(b) + UInt64(limbs[i + j])
                limbs[i + j] = UInt32(truncatingIfNeeded: carry)
                carry >>= 32
            }
            limbs[i + right.limbs.count] = UInt32(carry)
        }
        return Natural(limbs: limbs)
    }

    static func + (left: Natural, right: Natural) -> Natural {
        var limbs: [UInt32] = []
        var carry: UInt64 = 0
        for index in 0..<max(left.limbs.count, right.limbs.count) {
            carry += UInt64(left.limb(index)) + UInt64(right.limb(index))
            limbs.append(UInt32(truncatingIfNeeded: carry))
            carry >>= 32
        }
        if carry > 0 { limbs.append(UInt32(carry)) }
        return Natural(limbs: limbs)
    }

    /// Takes away `other`, which must not be greater.
    private mutating func subtract(_ other: Natural) {
        var borrow: Int64 = 0
        for index in limbs.indices {
            let value = Int64(limbs[index]) - Int64(other.limb(index)) - borrow
            limbs[index] = UInt32(truncatingIfNeeded: value)
            borrow = value < 0 ? 1 : 0
        }
        trim()
    }

    /// Quotient and remainder by long division in binary; the divisor must not be zero.
    func dividedWithRemainder(by divisor: Natural) -> (quotient: Natural, remainder: Natural) {
        var quotient = [UInt32](repeating: 0, count: limbs.count)
        var remainder = Natural(0)
        for index in limbs.indices.reversed() {
            for bit in (0..<32).reversed() {
                remainder.multiply(by: 2, adding: limbs[index] >> UInt32(bit) & 1)
                if !(remainder < divisor) {
                    remainder.subtract(divisor)
                    quotient[index] |= 1 << UInt32(bit)
                }
            }
        }
        return (Natural(limbs: quotient), remainder)
    }

    /// The greatest common divisor by Stein's binary algorithm, quadratic in the number of limbs; neither may be zero.
    static func greatestCommonDivisor(_ left: Natural, _ right: Natural) -> Natural {
        var (a, b) = (left, right)
        var twos = 0
        while a.isEven, b.isEven {
            _ = a.divide(by: 2)
            _ = b.divide(by: 2)
            twos += 1
        }
        while !b.isZero {
            while a.isEven { _ = a.divide(by: 2) }
            while b.isEven { _ = b.divide(by: 2) }
            if b < a { swap(&a, &b) }
            b.subtract(a)
        }
        for _ in 0..<twos { a.multiply(by: 2) }
        return a
    }

    private init(limbs: [UInt32]) {
        self.limbs = limbs
        trim()
    }

    private func limb(_ index: Int) -> UInt32 { index < limbs.count ? limbs[index] : 0 }

    private mutating func trim() {
        while limbs.last == 0 { limbs.removeLast() }
    }
}

extension Natural: Comparable {
    static func < (left: Natural, right: Natural) -> Bool {
        if left.limbs.count != right.limbs.count { return left.limbs.count < right.limbs.count }
        for (a, b) in zip(left.limbs.reversed(), right.limbs.reversed()) where a != b { return a < b }
        return false
    }
}
