extension UnsafePointer<Float> {
    /// The sixteen floats from here on.
    @inline(__always)
    func load16() -> SIMD16<Float> {
        UnsafeRawPointer(self).loadUnaligned(as: SIMD16<Float>.self)
    }
}

extension UnsafeMutablePointer<Float> {
    /// The sixteen floats from here on.
    @inline(__always)
    func load16() -> SIMD16<Float> {
        UnsafeRawPointer(self).loadUnaligned(as: SIMD16<Float>.self)
    }

    /// Writes sixteen floats from here on.
    @inline(__always)
    func store(_ vector: SIMD16<Float>) {
        UnsafeMutableRawPointer(self).storeBytes(of: vector, as: SIMD16<Float>.self)
    }
}
