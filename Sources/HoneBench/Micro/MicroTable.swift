import JSON

/// How results are shown.
enum MicroTable {
    /// For people.
    static func text(_ results: [MicroResult]) -> String {
        let head = ["what", "MB/s", "ns", "per", "spread", "of copying", "of scanning"]
        let rows = results.map { result in
            [
                result.benchmark.name, result.megabytesPerSecond.rounded(to: 1), result.perItem.rounded(to: 1),
                result.benchmark.unit, "\((result.spread * 100).rounded(to: 0)) %",
                "\(result.ofCopying.rounded(to: 1))×", "\(result.ofScanning.rounded(to: 2))×",
            ]
        }
        let widths = head.indices.map { column in ([head] + rows).map { $0[column].count }.max() ?? 0 }
        return ([head] + rows).map { row in
            zip(row, widths).enumerated().map { column, cell in
                let padding = String(repeating: " ", count: cell.1 - cell.0.count)
                return column == 0 || column == 3 ? cell.0 + padding : padding + cell.0
            }.joined(separator: "  ")
        }.joined(separator: "\n")
    }

    /// For programs.
    static func json(_ results: [MicroResult]) -> JSON {
        [
            "micro": .array(
                results.map { result in
                    [
                        "name": .string(result.benchmark.name), "unit": .string(result.benchmark.unit),
                        "items": .number(result.benchmark.items), "bytes": .number(result.benchmark.input.count),
                        "ns_per_item": .number(result.perItem), "mb_per_s": .number(result.megabytesPerSecond),
                        "spread": .number(result.spread), "times_copying": .number(result.ofCopying),
                        "times_scanning": .number(result.ofScanning),
                        "rounds_ns": .array(result.times.map { .number($0) }),
                    ]
                })
        ]
    }
}

extension Double {
    /// The number with so many digits behind the point.
    func rounded(to digits: Int) -> String {
        let scale = (0..<digits).reduce(1.0) { product, _ in product * 10 }
        let scaled = Int((self * scale).rounded())
        guard digits > 0 else { return String(scaled) }
        let text = String(scaled)
        let padded = String(repeating: "0", count: max(0, digits + 1 - text.count)) + text
        return "\(padded.dropLast(digits)).\(padded.suffix(digits))"
    }
}
