/// A GGUF file in memory: its metadata and its tensors (versions 2 and 3, little-endian).
///
/// Layout: magic, version, counts, metadata entries, tensor descriptions, padding, tensor data;
/// see `docs/gguf.md` of the ggml project.
struct GGUF: Sendable {
    private static let magic: [UInt8] = Array("GGUF".utf8)
    private static let defaultAlignment = 32

    let metadata: [String: GGUFValue]
    let tensors: [String: GGUFTensor]
    private let bytes: [UInt8]
    private let dataOffset: Int

    /// Reads the head of the file; tensor data is only read by `floats(named:shape:)`.
    init(_ bytes: [UInt8], limits: GGUFLimits = GGUFLimits()) throws(TinyModelError) {
        var cursor = GGUFCursor(bytes, limits: limits)
        guard try cursor.take(4).elementsEqual(Self.magic) else { throw .notGGUF }
        let version = try cursor.integer(UInt32.self)
        guard (2...3).contains(version) else { throw .unsupportedVersion(version) }
        let tensorCount = try cursor.count(of: "tensors", limit: limits.tensors)
        let entryCount = try cursor.count(of: "metadata entries", limit: limits.metadataEntries)

        var metadata: [String: GGUFValue] = [:]
        for _ in 0..<entryCount {
            let start = cursor.offset
            let key = try cursor.name()
            guard metadata.updateValue(try cursor.value(), forKey: key) == nil else {
                throw .malformedName(offset: start)
            }
        }
        var tensors: [String: GGUFTensor] = [:]
        for _ in 0..<tensorCount {
            let start = cursor.offset
            let name = try cursor.name()
            guard tensors.updateValue(try Self.tensor(&cursor), forKey: name) == nil else {
                throw .malformedName(offset: start)
            }
        }
        let alignment = metadata["general.alignment"]?.int ?? Self.defaultAlignment
        guard alignment > 0, alignment <= bytes.count else { throw .unusableValue(key: "general.alignment") }

        self.metadata = metadata
        self.tensors = tensors
        self.bytes = bytes
        self.dataOffset = (cursor.offset + alignment - 1) / alignment * alignment
    }

    private static func tensor(_ cursor: inout GGUFCursor) throws(TinyModelError) -> GGUFTensor {
        let dimensions = try cursor.integer(UInt32.self)
        guard dimensions <= cursor.limits.dimensions else {
            throw .excessive(what: "dimensions", count: UInt64(dimensions), limit: cursor.limits.dimensions)
        }
        var shape: [Int] = []
        for _ in 0..<dimensions {
            shape.append(try cursor.count(of: "tensor elements", limit: cursor.bytes.count))
        }
        return GGUFTensor(shape: shape, type: try cursor.integer(), offset: try cursor.integer())
    }

    /// The elements of an F32 tensor, whose extents must be `shape`.
    func floats(named name: String, shape: [Int]) throws(TinyModelError) -> [Float] {
        guard let tensor = tensors[name] else { throw .missingTensor(name) }
        guard tensor.shape == shape else { throw .wrongShape(name: name, expected: shape, found: tensor.shape) }
        guard tensor.type == GGUFTensor.float32Type else {
            throw .unsupportedTensorType(name: name, type: tensor.type)
        }
        let size = shape.reduce(MemoryLayout<Float>.size, *)
        guard let offset = Int(exactly: tensor.offset), offset <= bytes.count, size <= bytes.count,
            dataOffset + offset + size <= bytes.count
        else { throw .truncated(offset: dataOffset, needed: size) }
        return bytes.withUnsafeBytes { buffer in
            (0..<size / MemoryLayout<Float>.size).map { index in
                let word = buffer.loadUnaligned(fromByteOffset: dataOffset + offset + 4 * index, as: UInt32.self)
                return Float(bitPattern: UInt32(littleEndian: word))
            }
        }
    }

    /// A required non-negative integer.
    func int(_ key: String) throws(TinyModelError) -> Int {
        guard let value = metadata[key] else { throw .missingKey(key) }
        guard let int = value.int else { throw .unusableValue(key: key) }
        return int
    }

    /// A required float.
    func float(_ key: String) throws(TinyModelError) -> Double {
        guard let value = metadata[key] else { throw .missingKey(key) }
        guard case .float(let float) = value else { throw .unusableValue(key: key) }
        return float
    }

    /// A required UTF-8 string.
    func text(_ key: String) throws(TinyModelError) -> String {
        guard let value = metadata[key] else { throw .missingKey(key) }
        guard let text = value.text else { throw .unusableValue(key: key) }
        return text
    }

    /// A required array.
    func array(_ key: String) throws(TinyModelError) -> [GGUFValue] {
        guard let value = metadata[key] else { throw .missingKey(key) }
        guard case .array(let elements) = value else { throw .unusableValue(key: key) }
        return elements
    }
}
