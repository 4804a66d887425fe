/// What a GGUF file may hold at most, so that a damaged count cannot ask for all memory.
struct GGUFLimits: Sendable {
    /// Metadata entries in the file.
    var metadataEntries = 4_096
    /// Tensors in the file.
    var tensors = 65_536
    /// Bytes of one string.
    var stringBytes = 1 << 20
    /// Elements of one metadata array.
    var arrayElements = 1 << 20
    /// Extents of one tensor (the format's own bound).
    var dimensions = 4
}
