import Glibc

/// How sure it is that the leading answer is the most probable of all that were seen, by their votes (sampling.md §6).
///
/// Under a uniform prior the answers' shares are Dirichlet(v + 1). They are independent Gamma(vᵢ + 1) variables divided
/// by their sum, so that P(p₁ = max) = ∫ f_{v₁+1}(x) Π_{i≥2} F_{vᵢ+1}(x) dx is one integral, however many answers.
struct DirichletPosterior {
    private let leader: Int
    private let others: [Int]

    /// The posterior of counts sorted from most to fewest.
    init(_ counts: [Int]) {
        leader = counts.first ?? 0
        others = Array(counts.dropFirst())
    }

    /// P, within 10⁻¹².
    ///
    /// The integrand over log x is smooth and falls off exponentially on both sides, which is where the trapezoidal rule
    /// converges faster than any power of its step.
    var probability: Double {
        let shape = Double(leader + 1)
        let width = 1 / shape.squareRoot()
        let peak = log(shape)
        let (scale, _): (Double, Int) = lgamma(shape)
        let step = width / 8
        let lowest = peak - 40 / shape - 6 * width
        var sum = 0.0
        for i in 0...Int((peak + 12 * width - lowest) / step) {
            let logX = lowest + Double(i) * step
            let x = exp(logX)
            sum += exp(shape * logX - x - scale) * probabilityThatOthersStayBelow(x)
        }
        return min(sum * step, 1)
    }

    /// Π F_{vᵢ+1}(x), where F_{v+1}(x) = 1 − e⁻ˣ Σ_{j≤v} xʲ/j! counts the events of a Poisson process.
    private func probabilityThatOthersStayBelow(_ x: Double) -> Double {
        var product = 1.0
        var events = 0
        var term = exp(-x)
        var sum = term
        // From the fewest votes, so that one pass over j serves all.
        for votes in others.reversed() {
            while events < votes {
                events += 1
                term *= x / Double(events)
                sum += term
            }
            product *= max(1 - sum, 0)
        }
        return product
    }
}
