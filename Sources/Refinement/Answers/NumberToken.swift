/// One number as it stands in a text: its place, its value, and whether a percent sign follows.
struct NumberToken {
    let range: Range<Int>
    let value: ExactNumber
    let isPercent: Bool
    /// Whether it is written with digits only.
    let isPlainInteger: Bool
}

extension NumberToken {
    /// Reads the number that begins at `index` with a sign, a currency sign, a digit or a decimal point; nil if there is
    /// none or if it is part of a date, a time, a version or the like.
    init?(in bytes: Bytes, at index: Int) {
        var scan = Scan(bytes: bytes, place: index)
        let isNegative = scan.sign()
        guard let first = scan.decimal() else { return nil }
        var value = first.value
        var isPlainInteger = first.isInteger && !isNegative
        if let ratio = scan.denominator() {
            guard let quotient = value.divided(by: ratio) else { return nil }
            value = quotient
            isPlainInteger = false
        } else if first.isInteger, let fraction = scan.properFraction(), let mixed = value.extended(by: fraction) {
            value = mixed
            isPlainInteger = false
        } else if let power = scan.powerOfTen(), let scaled = value.scaled(byPowerOfTen: power) {
            value = scaled
            isPlainInteger = false
        }
        guard !scan.continuesAsOtherNotation else { return nil }
        self.value = isNegative ? value.negated : value
        self.isPercent = scan.percent()
        self.isPlainInteger = isPlainInteger
        self.range = index..<scan.place
    }

    /// Every number in `bytes`, in order; pieces of words, dates, times, list markers and step numbers are not numbers.
    static func all(in bytes: Bytes) -> [NumberToken] {
        var tokens: [NumberToken] = []
        var dateEnd: Int?
        var place = bytes.startIndex
        while place < bytes.endIndex {
            let byte = bytes[place]
            if byte.isLetter || byte == UInt8(ascii: "_") {
                place = bytes.skip(from: place) { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") }
                continue
            }
            let startsWithPoint = byte == UInt8(ascii: ".") && bytes.at(place + 1).isDigit
            guard byte.isDigit || startsWithPoint else {
                place += 1
                continue
            }
            let start = bytes.numberStart(before: place)
            guard let token = NumberToken(in: bytes, at: start) else {
                place = bytes.skip(from: place) { $0.isDigit || $0.isLetter || ".,:/-".utf8.contains($0) }
                continue
            }
            place = Swift.max(token.range.upperBound, place + 1)
            let followsDate = dateEnd.map { bytes[$0..<start].allSatisfy { ", ".utf8.contains($0) } } ?? false
            if followsDate || bytes.standsBesideMonth(token.range) {
                dateEnd = token.range.upperBound
            } else if !bytes.isOrdinalMarker(token.range) {
                tokens.append(token)
            }
        }
        return tokens
    }
}

/// Reads the parts of a number from left to right.
private struct Scan {
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
        /// Indian digit groups: two digits, then another comma.
        func isShortGroup(_ comma: Int) -> Bool {
            bytes.at(comma) == UInt8(ascii: ",") && bytes.at(comma + 1).isDigit && bytes.at(comma + 2).isDigit
                && (isGroup(comma + 3) || isShortGroup(comma + 3))
        }
        while byte.isDigit { digits.append(take()) }
        if (1...3).contains(digits.count), byte == UInt8(ascii: ",") {
            while isShortGroup(place) {
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

extension Bytes {
    /// Where the number whose digits begin at `place` really begins: at its sign or currency sign, if it has any.
    fileprivate func numberStart(before place: Int) -> Int {
        var start = place
        while start > startIndex, "$€£¥₹".utf8.contains(at(start - 1)) { start -= 1 }
        let sign = at(start - 1)
        guard sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") else { return start }
        let previous = at(start - 2)
        return previous.isWordByte || previous == UInt8(ascii: ")") ? start : start - 1
    }

    /// Whether the number is a list's `3.` at the start of a line, `#3`, or the number of a step.
    fileprivate func isOrdinalMarker(_ range: Range<Int>) -> Bool {
        if at(range.lowerBound - 1) == UInt8(ascii: "#") { return true }
        if range.lowerBound - 5 >= startIndex, has("step ", at: range.lowerBound - 5) { return true }
        let next = at(range.upperBound)
        guard next == UInt8(ascii: ".") || next == UInt8(ascii: ")"), at(range.upperBound + 1).isBlank else {
            return false
        }
        let before = self[lineStart(of: range.lowerBound)..<range.lowerBound]
        let behind = self[(range.upperBound + 1)..<lineEnd(from: range.upperBound)]
        return before.allSatisfy { $0.isBlank || $0 == UInt8(ascii: "*") } && !behind.trimmed().isEmpty
    }

    /// Whether the name of a month stands directly before or behind.
    fileprivate func standsBesideMonth(_ range: Range<Int>) -> Bool {
        let before = self[..<range.lowerBound].trimmed { $0.isBlank || $0 == UInt8(ascii: ".") }
        let wordStart = before.lastIndex { !$0.isLetter }.map { $0 + 1 } ?? before.startIndex
        let suffixEnd = skip(from: range.upperBound) { $0.isLetter || $0.isBlank }
        let behind = self[range.upperBound..<suffixEnd]
        if isMonth(before[wordStart...]) { return true }
        let words = behind.split(whereSeparator: \.isBlank).drop {
            $0.has("of", at: $0.startIndex) || $0.has("th", at: $0.startIndex) || $0.has("st", at: $0.startIndex)
                || $0.has("nd", at: $0.startIndex) || $0.has("rd", at: $0.startIndex)
        }
        return words.first.map(isMonth) ?? false
    }

    private func isMonth(_ word: Bytes) -> Bool {
        guard word.count >= 3, word.at(word.startIndex).isUppercase else { return false }
        return Self.months.contains { $0.starts(with: word.map(\.lowercased)) }
    }

    private static let months: [Bytes] = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ].map { Bytes($0) }
}
