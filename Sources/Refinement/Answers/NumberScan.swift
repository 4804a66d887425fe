/// Reads the parts of a number from left to right.
struct NumberScan {
    let bytes: Bytes
    var place: Int

    private var byte: UInt8 { bytes.at(place) }

    /// A sign and a currency sign, in either order; tells whether the sign is a minus.
    mutating func sign() -> Bool {
        var isNegative = false
        while true {
            if byte == UInt8(ascii: "-") {
                isNegative.toggle()
            } else if !"+$€£¥₹".utf8.contains(byte), !(byte == 0x20 && place > bytes.startIndex) {
                return isNegative
            }
            place += 1
        }
    }

    /// Digits with thousands commas, a fraction and an exponent.
    mutating func decimal() -> (value: ExactNumber, isInteger: Bool)? {
        var digits: [UInt8] = []
        func isGroup(_ comma: Int) -> Bool {
            bytes.at(comma) == UInt8(ascii: ",") && (1...3).allSatisfy { bytes.at(comma + $0).isDigit }
                && !bytes.at(comma + 4).isDigit
        }
        /// Indian digit groups: some of two digits, then one of three.
        func shortGroups() -> Int {
            var count = 0
            while count < AnswerLimits.maxShortDigitGroups, bytes.at(place + 3 * count) == UInt8(ascii: ","),
                bytes.at(place + 3 * count + 1).isDigit, bytes.at(place + 3 * count + 2).isDigit,
                !bytes.at(place + 3 * count + 3).isDigit
            {
                count += 1
            }
            return isGroup(place + 3 * count) ? count : 0
        }
        while byte.isDigit { digits.append(take()) }
        if (1...3).contains(digits.count), byte == UInt8(ascii: ",") {
            for _ in 0..<shortGroups() {
                place += 1
                for _ in 0..<2 { digits.append(take()) }
            }
            while isGroup(place) {
                place += 1
                for _ in 0..<3 { digits.append(take()) }
            }
        }
        var exponent = 0
        if byte == UInt8(ascii: "."), bytes.at(place + 1).isDigit {
            place += 1
            while byte.isDigit {
                digits.append(take())
                exponent -= 1
            }
        }
        guard !digits.isEmpty else { return nil }
        var isInteger = exponent == 0
        if let power = scientificExponent() {
            exponent += power
            isInteger = false
        }
        return (ExactNumber(digits: digits, exponent: exponent), isInteger)
    }

    private mutating func take() -> UInt8 {
        defer { place += 1 }
        return byte - UInt8(ascii: "0")
    }

    /// `e5`, `E-3`, `*10^6`, `x 10^{-4}`.
    private mutating func scientificExponent() -> Int? {
        let start = place
        if byte.lowercased == UInt8(ascii: "e") {
            place += 1
            if let power = integer(), !byte.isLetter { return power }
        } else {
            skipBlanks()
            if byte == UInt8(ascii: "*") || byte == UInt8(ascii: "x") {
                place += 1
                skipBlanks()
                if bytes.has("10^", at: place) {
                    place += 3
                    let isBraced = byte == UInt8(ascii: "{")
                    if isBraced { place += 1 }
                    if let power = integer(), !isBraced || byte == UInt8(ascii: "}") {
                        if isBraced { place += 1 }
                        return power
                    }
                }
            }
        }
        place = start
        return nil
    }

    private mutating func integer() -> Int? {
        let start = place
        if byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") { place += 1 }
        let first = place
        while byte.isDigit { place += 1 }
        guard place > first, place - first <= AnswerLimits.maxExponentDigits else { return nil }
        return Int(bytes[start..<place].text)
    }

    private mutating func skipBlanks() { place = bytes.skip(from: place) { $0.isBlank } }

    /// What stands below a fraction's slash.
    mutating func denominator() -> ExactNumber? {
        let start = place
        skipBlanks()
        if byte == UInt8(ascii: "/") {
            place += 1
            skipBlanks()
            let isNegative = byte == UInt8(ascii: "-")
            if isNegative { place += 1 }
            if let value = decimal()?.value { return isNegative ? value.negated : value }
        }
        place = start
        return nil
    }

    /// The `1/2` of `3 1/2`.
    mutating func properFraction() -> ExactNumber? {
        let start = place
        skipBlanks()
        if place > start, byte.isDigit, let numerator = decimal(), numerator.isInteger, byte == UInt8(ascii: "/"),
            let denominator = denominator(), let value = numerator.value.divided(by: denominator)
        {
            return value
        }
        place = start
        return nil
    }

    /// `million` and the like.
    mutating func powerOfTen() -> Int? {
        let word = bytes.skip(from: place) { $0.isBlank }
        for (name, power) in [("thousand", 3), ("million", 6), ("billion", 9), ("trillion", 12)]
            as [(StaticString, Int)]
        where bytes.hasWord(name, at: word) {
            place = word + name.utf8CodeUnitCount
            return power
        }
        return nil
    }

    mutating func percent() -> Bool {
        let sign = bytes.skip(from: place) { $0.isBlank || $0 == UInt8(ascii: "\\") }
        if bytes.at(sign) == UInt8(ascii: "%") {
            place = sign + 1
            return true
        }
        return bytes.hasWord("percent", at: sign)
    }

    /// Whether digits go on behind a point, colon, slash or two hyphens: versions, times, dates, telephone numbers.
    var continuesAsOtherNotation: Bool {
        guard ".:/-".utf8.contains(byte), bytes.at(place + 1).isDigit else { return false }
        guard byte == UInt8(ascii: "-") else { return true }
        let end = bytes.skip(from: place + 1) { $0.isDigit }
        return bytes.at(end) == UInt8(ascii: "-") && bytes.at(end + 1).isDigit
    }
}
