extension String {
    /// The text with its control characters replaced, for logs: a line feed in a model's name would begin a line of the
    /// client's own.
    var printable: String {
        var text = UnicodeScalarView()
        for scalar in unicodeScalars {
            text.append(scalar.properties.generalCategory == .control ? "\u{FFFD}" : scalar)
        }
        return String(text)
    }
}
