extension JSON {
    /// Reads one JSON text.
    ///
    /// - Throws: `JSONError`, with the byte offset of what is wrong.
    public init(parsing bytes: some Collection<UInt8>, limits: JSONLimits = JSONLimits()) throws(JSONError) {
        self = try withReader(of: bytes, limits: limits) { (reader) throws(JSONError) in
            let value = try reader.readValue()
            try reader.finish()
            return value
        }
    }

    /// Reads one JSON text.
    ///
    /// - Throws: `JSONError`, with the byte offset of what is wrong.
    public init(parsing text: String, limits: JSONLimits = JSONLimits()) throws(JSONError) {
        try self.init(parsing: text.utf8, limits: limits)
    }
}

/// Lends a reader over `bytes`, copying them only if they do not stand in one piece.
func withReader<Value>(
    of bytes: some Collection<UInt8>, limits: JSONLimits, _ body: (inout JSONReader) throws(JSONError) -> Value
) throws(JSONError) -> Value {
    func read(_ buffer: UnsafeBufferPointer<UInt8>) -> Result<Value, JSONError> {
        do throws(JSONError) {
            var reader = try JSONReader(buffer, limits: limits)
            return .success(try body(&reader))
        } catch {
            return .failure(error)
        }
    }
    let result = bytes.withContiguousStorageIfAvailable(read) ?? Array(bytes).withUnsafeBufferPointer(read)
    return try result.get()
}
