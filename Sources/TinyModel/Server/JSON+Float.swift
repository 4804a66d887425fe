import JSON

extension JSON {
    /// A number, spelt as the shortest text that reads back as the same `Float`.
    static func number(_ value: Float) -> JSON {
        .number(Double(value.description) ?? Double(value))
    }
}
