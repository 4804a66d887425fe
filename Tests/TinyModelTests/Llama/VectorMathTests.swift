import Foundation
import Testing

@testable import TinyModel

@Suite struct VectorMathTests {
    @Test func exponentialAgreesWithLibm() {
        for x in stride(from: Float(-87), through: 88, by: 0.173) {
            let expected = Foundation.exp(Double(x))
            #expect(abs(Double(VectorMath.exp(SIMD16(repeating: x))[0]) / expected - 1) < 3e-7)
        }
    }

    @Test func exponentialStaysFinite() {
        #expect(VectorMath.exp(SIMD16(repeating: 1_000))[3] < .infinity)
        #expect(VectorMath.exp(SIMD16(repeating: -1_000))[3] < 1e-37)
        #expect(VectorMath.exp(.zero)[5] == 1)
    }
}
