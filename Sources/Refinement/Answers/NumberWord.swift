/// Small numbers written in English words.
enum NumberWord {
    /// The value of `five` or `twenty-one` when the text begins with it or, if `isWhole`, is nothing else.
    static func number(_ text: Bytes, isWhole: Bool = false) -> ExactNumber? {
        let words = text.split(maxSplits: 3) { !$0.isLetter }.prefix(3).map { $0.text.lowercased() }
        guard let first = words.first, text.first?.isLetter == true else { return nil }
        var number = small[first]
        var count = 1
        if let tens = tens[first] {
            let ones = words.count > 1 ? small[words[1]] ?? 0 : 0
            if (1...9).contains(ones) { count = 2 }
            number = tens + (count == 2 ? ones : 0)
        }
        return isWhole && words.count > count ? nil : number.map(value)
    }

    private static func value(_ number: Int) -> ExactNumber {
        ExactNumber(digits: String(number).utf8.map { $0 - UInt8(ascii: "0") })
    }

    private static let small: [String: Int] = Dictionary(
        uniqueKeysWithValues: [
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
            "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
        ].enumerated().map { ($1, $0) })
    private static let tens: [String: Int] = Dictionary(
        uniqueKeysWithValues: ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
            .enumerated().map { ($1, 20 + 10 * $0) })
}
