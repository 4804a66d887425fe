/// Sizes as they are written in a configuration.
enum ByteSize {
    private static let units: [(suffix: String, bytes: Int)] = [
        ("", 1), ("B", 1), ("KB", 1_000), ("MB", 1_000_000), ("GB", 1_000_000_000),
        ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30),
    ]

    /// Reads `65536`, `512KiB`, `32MB`.
    static func bytes(_ text: String) -> Int? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let count = Int(digits), let unit = units.first(where: { $0.suffix == text.dropFirst(digits.count) })
        else { return nil }
        let (bytes, overflows) = count.multipliedReportingOverflow(by: unit.bytes)
        return overflows ? nil : bytes
    }
}
