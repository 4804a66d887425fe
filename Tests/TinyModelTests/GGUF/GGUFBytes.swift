/// Writes GGUF files, also wrong ones, for tests of the reader.
struct GGUFBytes {
    private(set) var bytes: [UInt8] = []

    init(version: UInt32 = 3, tensors: UInt64 = 0, entries: UInt64 = 0) {
        bytes = Array("GGUF".utf8)
        append(version)
        append(tensors)
        append(entries)
    }

    mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
    }

    mutating func append(_ text: String) {
        append(UInt64(text.utf8.count))
        bytes += text.utf8
    }

    mutating func append(key: String, text: String) {
        append(key)
        append(UInt32(8))
        append(text)
    }

    mutating func append(tensor name: String, shape: [UInt64], type: UInt32 = 0, offset: UInt64 = 0) {
        append(name)
        append(UInt32(shape.count))
        shape.forEach { append($0) }
        append(type)
        append(offset)
    }

    mutating func append(data: [Float]) {
        bytes += [UInt8](repeating: 0, count: (32 - bytes.count % 32) % 32)
        data.forEach { append($0.bitPattern) }
    }
}
