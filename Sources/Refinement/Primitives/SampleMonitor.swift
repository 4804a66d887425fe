/// Watches one sample while it is being generated, and may end it.
protocol SampleMonitor: Sendable {
    /// Takes the distributions of the tokens that came, and says whether the sample is worth its further cost.
    mutating func isWorthGoingOn(after tokens: [TokenDistribution]) -> Bool
}
