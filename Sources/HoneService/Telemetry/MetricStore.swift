/// The values of all metrics. Pure: what happened in, Prometheus' text out.
struct MetricStore: Sendable {
    private enum Value {
        case number(Double)
        case distribution(Histogram)

        /// Adds to a number, or counts a value by its size; in place.
        mutating func add(_ amount: Double) {
            switch self {
            case .number(let number): self = .number(number + amount)
            case .distribution(var histogram):
                // Two owners would make it a copy.
                self = .number(0)
                histogram.add(amount)
                self = .distribution(histogram)
            }
        }
    }

    /// Series of one metric: clients choose some of the labels, so there must be an end of them.
    static let maxSeries = 1_000
    /// What stands in every label of the series in which the rest is counted.
    static let otherLabel = "other"
    /// Bytes of a label.
    static let maxLabelBytes = 128
    /// Models that nobody has configured or lists, and that have series of their own.
    static let maxUnknownModels = 100

    private var families: [MetricFamily] = []
    private var series: [MetricFamily: [[String]: Value]] = [:]
    private var unknownModels: Set<String> = []

    /// Adds to a counter.
    mutating func add(_ family: MetricFamily, _ labels: [String] = [], _ amount: Double = 1) {
        let labels = place(labels, in: family)
        series[family, default: [:]][labels, default: .number(0)].add(amount)
    }

    /// Sets a gauge.
    mutating func set(_ family: MetricFamily, _ labels: [String] = [], to amount: Double) {
        let labels = place(labels, in: family)
        series[family, default: [:]][labels] = .number(amount)
    }

    /// Sets a distribution that was counted elsewhere.
    mutating func set(_ family: MetricFamily, _ labels: [String], to histogram: Histogram) {
        let labels = place(labels, in: family)
        series[family, default: [:]][labels] = .distribution(histogram)
    }

    /// Counts a value by its size.
    mutating func observe(_ family: MetricFamily, _ labels: [String] = [], _ amount: Double) {
        guard case .histogram(let bounds) = family.kind else { return }
        let labels = place(labels, in: family)
        series[family, default: [:]][labels, default: .distribution(Histogram(bounds: bounds))].add(amount)
    }

    /// The label for a model. Of those that nobody has configured or lists, which clients may have made up, only some get
    /// one of their own, so that those which are known always do.
    mutating func label(ofModel name: String, isKnown: Bool) -> String {
        let name = name.cut(toBytes: Self.maxLabelBytes)
        guard !isKnown, !unknownModels.contains(name) else { return name }
        guard unknownModels.count < Self.maxUnknownModels else { return Self.otherLabel }
        unknownModels.insert(name)
        return name
    }

    /// The labels of the series in which what has these is counted.
    private mutating func place(_ labels: [String], in family: MetricFamily) -> [String] {
        if series[family] == nil { families.append(family) }
        let labels = labels.map { $0.cut(toBytes: Self.maxLabelBytes) }
        guard series[family]?[labels] == nil, series[family]?.count ?? 0 >= Self.maxSeries else { return labels }
        return labels.map { _ in Self.otherLabel }
    }

    /// The text that Prometheus scrapes (exposition format 0.0.4).
    var text: String {
        var text = ""
        for family in families.sorted(by: { $0.name < $1.name }) {
            text += "# HELP \(family.name) \(family.help)\n# TYPE \(family.name) \(family.kind.name)\n"
            for (labels, value) in (series[family] ?? [:]).sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
                let pairs = zip(family.labels, labels).map { "\($0)=\"\(Self.escaped($1))\"" }
                switch value {
                case .number(let number): text += Self.line(family.name, pairs, number)
                case .distribution(let histogram): Self.append(histogram, family.name, pairs, to: &text)
                }
            }
        }
        return text
    }

    private static func append(_ histogram: Histogram, _ name: String, _ pairs: [String], to text: inout String) {
        var below = 0
        for (bound, count) in zip(histogram.bounds, histogram.counts) {
            below += count
            text += line(name + "_bucket", pairs + ["le=\"\(number(bound))\""], Double(below))
        }
        text += line(name + "_bucket", pairs + ["le=\"+Inf\""], Double(histogram.count))
        text += line(name + "_sum", pairs, histogram.sum)
        text += line(name + "_count", pairs, Double(histogram.count))
    }

    private static func line(_ name: String, _ pairs: [String], _ value: Double) -> String {
        "\(name)\(pairs.isEmpty ? "" : "{\(pairs.joined(separator: ","))}") \(number(value))\n"
    }

    /// A number without a fraction that says nothing.
    private static func number(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? "\(value)" }

    private static func escaped(_ label: String) -> String {
        var text = ""
        for scalar in label.unicodeScalars {
            switch scalar {
            case "\\": text += "\\\\"
            case "\"": text += "\\\""
            case "\n": text += "\\n"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }
}

extension MetricFamily.Kind {
    /// The kind as the exposition format names it.
    fileprivate var name: String {
        switch self {
        case .counter: "counter"
        case .gauge: "gauge"
        case .histogram: "histogram"
        }
    }
}
