/// Element-wise functions on sixteen floats at a time.
///
/// Written out rather than taken from libm: the same on every machine, and sixteen for the price of a few.
enum VectorMath {
    /// e^x within 2 units in the last place; below −87 and above 88 as at those.
    ///
    /// x = n·ln 2 + r, with ln 2 split in two (Cody and Waite) and e^r as a polynomial (Cephes `expf`).
    @inline(__always)
    static func exp(_ x: SIMD16<Float>) -> SIMD16<Float> {
        // Adding 1.5·2^23 leaves the rounded integer in the low bits, which SSE2 has no instruction for.
        let shift = SIMD16<Float>(repeating: 12_582_912)
        let clamped = pointwiseMin(pointwiseMax(x, SIMD16(repeating: -87)), SIMD16(repeating: 88))
        let shifted = clamped * 1.442_695_04 + shift
        let n = shifted - shift
        let r = clamped - n * 0.693_359_375 + n * 2.121_944_4e-4
        var p = r * 1.987_569_15e-4 + 1.398_199_95e-3
        p = p * r + 8.333_451_9e-3
        p = p * r + 4.166_579_6e-2
        p = p * r + 1.666_666_55e-1
        p = p * r + 5.000_000_1e-1
        p = p * r * r + r + 1
        let exponent = unsafeBitCast(shifted, to: SIMD16<Int32>.self) &- unsafeBitCast(shift, to: SIMD16<Int32>.self)
        let scale = (exponent &+ 127) &<< 23
        return p * unsafeBitCast(scale, to: SIMD16<Float>.self)
    }

    /// x · sigmoid(x), the SwiGLU's gate.
    @inline(__always)
    static func silu(_ x: SIMD16<Float>) -> SIMD16<Float> {
        x / (exp(-x) + 1)
    }
}
