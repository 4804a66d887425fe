/// The parts of a path that a route's pattern took out of it.
public struct PathCaptures: Sendable, Equatable {
    private var values: [(name: String, value: String)] = []

    /// No captures.
    public init() {}

    /// The text that stood at `{name}`, percent escapes decoded, or at `*` as it was written; nil when the pattern has
    /// no such part.
    public subscript(name: String) -> String? {
        values.first { $0.name == name }?.value
    }

    /// Whether there are none.
    var isEmpty: Bool { values.isEmpty }

    mutating func add(_ name: String, _ value: String) {
        values.append((name, value))
    }

    /// Whether both hold the same names and values in the same order.
    public static func == (left: PathCaptures, right: PathCaptures) -> Bool {
        left.values.elementsEqual(right.values, by: ==)
    }
}
