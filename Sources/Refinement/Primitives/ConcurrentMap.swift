extension Collection where Element: Sendable {
    /// What `work` makes of each element, all at the same time, in the order of the elements.
    ///
    /// - Throws: the first error that is thrown, which cancels the rest.
    func concurrentMap<Value: Sendable>(
        _ work: @escaping @Sendable (Element) async throws -> Value
    ) async throws -> [Value] {
        try await withThrowingTaskGroup(of: (Int, Value).self) { group in
            for (place, element) in enumerated() {
                group.addTask { (place, try await work(element)) }
            }
            var values: [Int: Value] = [:]
            for try await (place, value) in group { values[place] = value }
            return (0..<count).compactMap { values[$0] }
        }
    }
}
