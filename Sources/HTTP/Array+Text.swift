extension [UInt8] {
    /// Appends text that is known when this is compiled, as one piece.
    mutating func append(_ text: StaticString) {
        append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Appends text as one piece instead of byte by byte.
    mutating func append(text: String) {
        let isOnePiece: Void? = text.utf8.withContiguousStorageIfAvailable { append(contentsOf: $0) }
        if isOnePiece == nil { append(contentsOf: text.utf8) }
    }
}
