extension Sequence where Element: Hashable {
    /// How often each value occurs, from most to fewest.
    var counts: [Int] { Dictionary(grouping: self, by: \.self).values.map(\.count).sorted(by: >) }
}
