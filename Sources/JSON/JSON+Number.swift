extension JSON {
    /// A number by its text, so that `1.0`, `1e400` and thirty digits go out as they came in.
    public struct Number: Sendable, Hashable {
        /// The number's spelling, which is valid JSON (RFC 8259 §6).
        public let text: String

        /// Trusts the reader, which has checked the grammar.
        init(validated text: String) { self.text = text }

        /// An integer's decimal digits.
        public init(_ value: Int) { text = String(value) }

        /// The shortest spelling that reads back as `value`, which must be finite; an integral one has no fraction.
        public init(_ value: Double) {
            precondition(value.isFinite, "JSON has no spelling for \(value)")
            let integral = Int(exactly: value)
            text = integral.map(String.init) ?? value.description
        }

        /// The value, if it is integral and fits; `1.0` and `1e2` are integral.
        public var int: Int? {
            if let int = Int(text) { return int }
            guard let double, abs(double) <= 0x1p53 else { return nil }
            return Int(exactly: double)
        }

        /// The nearest `Double`, or nil if the number lies beyond what a `Double` can hold.
        public var double: Double? {
            var text = text
            return text.withUTF8 { bytes in
                var reader = JSONReader(trusted: bytes)
                return try? reader.readDouble()
            }
        }
    }
}
