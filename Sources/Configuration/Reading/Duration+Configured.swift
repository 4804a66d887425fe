extension Duration {
    /// Reads a whole number with a unit: `500ms`, `30s`, `5m`, `2h`.
    init?(configured text: String) {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int(digits), count <= 1_000_000_000 else { return nil }
        switch text.dropFirst(digits.count) {
        case "ms": self = .milliseconds(count)
        case "s": self = .seconds(count)
        case "m": self = .seconds(count * 60)
        case "h": self = .seconds(count * 3_600)
        case "" where count == 0: self = .zero
        default: return nil
        }
    }
}
