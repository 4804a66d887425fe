extension Double {
    /// The value with so many digits behind the point, as tables need it.
    func fixed(_ digits: Int) -> String {
        let scale = (0..<digits).reduce(1.0) { scale, _ in scale * 10 }
        guard isFinite, abs(self) * scale < 0x1p53 else { return description }
        let units = Int((abs(self) * scale).rounded())
        let sign = self < 0 && units > 0 ? "−" : ""
        let text = String(units)
        guard digits > 0 else { return sign + text }
        let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
        return sign + padded.dropLast(digits) + "." + padded.suffix(digits)
    }
}
