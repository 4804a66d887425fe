import JSON

/// Reads scores as critics write them: `7`, `"7/10"`, `8 out of 10`, `Total score: 17/25`.
struct ScoreReader: Sendable {
    /// The scores there can be.
    let range: ClosedRange<Double>
    /// Whether one beyond them is moved to the nearest, rather than refused; for a critic that has been told already.
    let clamps: Bool

    /// The score that a member of a JSON object is.
    func score(_ value: JSON?) -> Double? {
        switch value {
        case .number(let number)?: number.double.flatMap(allowed)
        case .string(let text)?: score(inLine: Bytes(text)[...]) ?? numbers(in: Bytes(text)).first.flatMap(allowed)
        default: nil
        }
    }

    /// The score of a text: what stands behind the last `label` that a score follows, in lower case.
    func score(in text: String, label: String) -> Double? {
        let lines = Bytes(text.lowercased()).split(separator: 0x0A)
        for line in lines.reversed() where line.text.contains(label) {
            if let score = score(inLine: line) { return score }
        }
        guard let last = lines.last(where: { $0.text.contains(label) }),
            let behind = last.text.ranges(of: label).last
        else { return nil }
        return numbers(in: Bytes(String(last.text[behind.upperBound...]))).last.flatMap(allowed)
    }

    /// The share that a line states as `n/M` or `n out of M`, on the scale of the range.
    private func score(inLine line: Bytes) -> Double? {
        let words = line.text.lowercased().replacing("out of", with: "/").split(separator: "/")
        guard words.count == 2, let part = numbers(in: Bytes(String(words[0]))).last,
            let whole = numbers(in: Bytes(String(words[1]))).first, whole > 0
        else { return nil }
        return allowed(part * range.upperBound / whole)
    }

    private func allowed(_ value: Double) -> Double? {
        guard value.isFinite else { return nil }
        if range.contains(value) { return value }
        return clamps ? min(max(value, range.lowerBound), range.upperBound) : nil
    }

    /// The decimal numbers of a text, with their signs.
    private func numbers(in text: Bytes) -> [Double] {
        var found: [Double] = []
        var place = text.startIndex
        while place < text.endIndex {
            guard text[place].isDigit else {
                place += 1
                continue
            }
            let isSigned = text.at(place - 1) == UInt8(ascii: "-") && !text.at(place - 2).isWordByte
            var end = text.skip(from: place) { $0.isDigit }
            if text.at(end) == UInt8(ascii: "."), text.at(end + 1).isDigit {
                end = text.skip(from: end + 1) { $0.isDigit }
            }
            if let value = Double(text[place..<end].text) { found.append(isSigned ? -value : value) }
            place = end
        }
        return found
    }
}
