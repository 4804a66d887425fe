/// Where one tensor of a GGUF file lies and how it is shaped.
struct GGUFTensor: Equatable, Sendable {
    /// Type number of 32-bit IEEE floats in GGUF.
    static let float32Type: UInt32 = 0

    /// Extents, the fastest-running one first: a weight from 128 inputs to 352 outputs is `[128, 352]`.
    let shape: [Int]
    /// Type number of the elements.
    let type: UInt32
    /// Offset in bytes from the beginning of the tensor data.
    let offset: UInt64
}
