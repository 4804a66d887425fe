import Foundation

/// libm, to check our own arithmetic against.
enum ScalarMath {
    static func logarithm(_ value: Double) -> Double { log(value) }
    static func exponential(_ value: Float) -> Double { exp(Double(value)) }
}
