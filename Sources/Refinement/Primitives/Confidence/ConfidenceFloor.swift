/// Ends a trace as soon as the mean token confidence of its last w tokens falls below a threshold: DeepConf online
/// (sampling.md §9.4).
struct ConfidenceFloor: SampleMonitor {
    private var group: GroupConfidence
    private let threshold: Double

    /// What a running sum may be off, so that a trace exactly at the threshold is never ended.
    private static let rounding = 1e-9

    /// A floor for groups of `window` tokens.
    init(threshold: Double, window: Int) {
        self.threshold = threshold - Self.rounding * abs(threshold)
        group = GroupConfidence(window: window)
    }

    /// Takes the distributions of the tokens that came, and says whether every full window was at the threshold or above.
    mutating func isWorthGoingOn(after tokens: [TokenDistribution]) -> Bool {
        for token in tokens where token.count > 0 {
            group.append(token.tokenConfidence)
            if let current = group.current, current < threshold { return false }
        }
        return true
    }
}
