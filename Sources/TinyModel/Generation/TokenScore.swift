/// One token with its log-probability, at temperature 1 and before any cutting.
struct TokenScore: Equatable, Sendable {
    let token: Int
    let logProbability: Float
}
