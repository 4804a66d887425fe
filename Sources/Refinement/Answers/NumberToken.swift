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
        var scan = NumberScan(bytes: bytes, place: index)
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
        let behind = at(skip(from: range.upperBound + 1) { $0.isBlank })
        return behind != 0 && behind != 0x0A && startsLine(at: range.lowerBound)
    }

    /// Whether the name of a month stands directly before or behind.
    fileprivate func standsBesideMonth(_ range: Range<Int>) -> Bool {
        var before = self[..<range.lowerBound]
        while let last = before.last, last.isBlank || last == UInt8(ascii: ".") { before = before.dropLast() }
        let wordStart = before.lastIndex { !$0.isLetter }.map { $0 + 1 } ?? before.startIndex
        if isMonth(before[wordStart...]) { return true }
        var place = range.upperBound
        for suffix in ["th", "st", "nd", "rd"] as [StaticString] where hasWord(suffix, at: place) { place += 2 }
        place = skip(from: place) { $0.isBlank }
        if hasWord("of", at: place) { place = skip(from: place + 2) { $0.isBlank } }
        return isMonth(self[place..<skip(from: place) { $0.isLetter }])
    }

    private func isMonth(_ word: Bytes) -> Bool {
        guard (3...9).contains(word.count), word.at(word.startIndex).isUppercase else { return false }
        return Self.months.contains { $0.starts(with: word.map(\.lowercased)) }
    }

    private static let months: [Bytes] = [
        "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
        "december",
    ].map { Bytes($0) }
}
