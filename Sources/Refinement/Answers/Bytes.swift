/// A piece of UTF-8 text; everything an answer is recognised by is ASCII, so bytes are all that scanning needs.
typealias Bytes = ArraySlice<UInt8>

extension UInt8 {
    var isDigit: Bool { self &- 0x30 < 10 }
    var isLetter: Bool { (self | 0x20) &- 0x61 < 26 }
    var isUppercase: Bool { self &- 0x41 < 26 }
    var isWordByte: Bool { isDigit || isLetter || self == UInt8(ascii: "_") || self >= 0x80 }
    var isBlank: Bool { self == 0x20 || self == 0x09 || self == 0x0D }
    var isSpace: Bool { isBlank || self == 0x0A }
    var lowercased: UInt8 { isUppercase ? self | 0x20 : self }
}

extension ArraySlice<UInt8> {
    init(_ text: String) { self = Array(text.utf8)[...] }

    var text: String { String(decoding: self, as: UTF8.self) }

    /// The byte at `index`, or 0 outside the slice.
    func at(_ index: Int) -> UInt8 { index >= startIndex && index < endIndex ? self[index] : 0 }

    /// Whether `word`, which is lower case, stands at `index` in any case.
    func has(_ word: StaticString, at index: Int) -> Bool {
        let count = word.utf8CodeUnitCount
        guard index >= startIndex, endIndex - index >= count else { return false }
        return word.withUTF8Buffer { expected in
            for offset in 0..<count where self[index + offset].lowercased != expected[offset] { return false }
            return true
        }
    }

    /// Whether `word` stands at `index` and no ASCII letter or digit follows it.
    func hasWord(_ word: StaticString, at index: Int) -> Bool {
        let next = at(index + word.utf8CodeUnitCount)
        return has(word, at: index) && !(next.isWordByte && next < 0x80)
    }

    /// The first place at or after `index` where `word` stands.
    func first(_ word: StaticString, from index: Int? = nil, within limit: Int = .max) -> Int? {
        var place = index ?? startIndex
        if limit < endIndex - place { return self[..<(place + limit)].first(word, from: place) }
        while endIndex - place >= word.utf8CodeUnitCount {
            if has(word, at: place) { return place }
            place += 1
        }
        return nil
    }

    /// The last place before `index` where `word` begins.
    func last(_ word: StaticString, before index: Int? = nil) -> Int? {
        var place = Swift.min(index ?? endIndex, endIndex - word.utf8CodeUnitCount + 1) - 1
        while place >= startIndex {
            if has(word, at: place) { return place }
            place -= 1
        }
        return nil
    }

    /// The slice without the bytes at both ends that satisfy `isPadding`.
    func trimmed(_ isPadding: (UInt8) -> Bool = { $0.isSpace }) -> Bytes {
        var piece = self
        while let byte = piece.first, isPadding(byte) { piece = piece.dropFirst() }
        while let byte = piece.last, isPadding(byte) { piece = piece.dropLast() }
        return piece
    }

    /// The place of the first byte at or after `index` that does not satisfy `isSkipped`.
    func skip(from index: Int, _ isSkipped: (UInt8) -> Bool) -> Int {
        var place = index
        while place < endIndex, isSkipped(self[place]) { place += 1 }
        return place
    }

    /// The end of the line that `index` lies in.
    func lineEnd(from index: Int) -> Int { self[index...].firstIndex(of: 0x0A) ?? endIndex }

    /// The start of the line that `index` lies in.
    func lineStart(of index: Int) -> Int { self[..<index].lastIndex(of: 0x0A).map { $0 + 1 } ?? startIndex }

    /// The slice without the white space at its end.
    var withoutTrailingSpace: Bytes { lastIndex { !$0.isSpace }.map { self[...$0] } ?? self[..<startIndex] }

    /// Whether only blanks and bullets stand before `place` on its line.
    func startsLine(at place: Int) -> Bool {
        var before = place - 1
        while at(before).isBlank || "*->".utf8.contains(at(before)) { before -= 1 }
        return before < startIndex || at(before) == 0x0A
    }

    /// The slice with every `word` replaced.
    func replacing(_ word: StaticString, with replacement: StaticString) -> Bytes {
        guard let place = first(word) else { return self }
        var result = Array(self[..<place])
        var index = place
        while index < endIndex {
            if has(word, at: index) {
                replacement.withUTF8Buffer { result.append(contentsOf: $0) }
                index += word.utf8CodeUnitCount
            } else {
                result.append(self[index])
                index += 1
            }
        }
        return result[...]
    }

    /// The place just behind the bracket that closes the one at `index`, if that is not too far; backslash escapes are
    /// stepped over.
    func balancedEnd(from index: Int, open: UInt8 = UInt8(ascii: "{"), close: UInt8 = UInt8(ascii: "}")) -> Int? {
        var depth = 0
        var place = index
        let limit = Swift.min(endIndex, index + AnswerLimits.maxMarkedBytes)
        while place < limit {
            switch self[place] {
            case UInt8(ascii: "\\"): place += 1
            case open: depth += 1
            case close:
                depth -= 1
                if depth == 0 { return place + 1 }
            default: break
            }
            place += 1
        }
        return nil
    }
}
