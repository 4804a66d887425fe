import JSON

/// Finds JSON objects in what a model wrote, however it wrapped or misspelt them.
enum TolerantJSON {
    /// Bytes of a reply that are searched.
    private static let maxBytes = 1 << 20
    /// Braces that are tried as the beginning of an object.
    private static let maxTries = 32

    /// The objects a text may mean, the likeliest first: all of it, its fenced blocks, the objects among its words.
    static func objects(in text: String) -> [JSON.Object] {
        let bytes = Bytes(text).prefix(maxBytes)
        let fenced = FencedBlock.all(in: bytes).map { bytes[$0.content] }
        return ([bytes] + fenced + bare(in: bytes)).compactMap(object)
    }

    private static func object(_ source: Bytes) -> JSON.Object? {
        let text = source.trimmed()
        guard text.first == UInt8(ascii: "{") else { return nil }
        return ((try? JSON(parsing: text)) ?? (try? JSON(parsing: JSONRepair.mended(text))))?.object
    }

    /// The pieces from an opening brace to the one that closes it, those within others left out.
    private static func bare(in text: Bytes) -> [Bytes] {
        var found: [Bytes] = []
        var place = text.startIndex
        for _ in 0..<maxTries {
            guard let start = text[place...].firstIndex(of: UInt8(ascii: "{")) else { break }
            let end = JSONAnswer.end(of: start, in: text)
            if let end { found.append(text[start..<end]) }
            place = end ?? start + 1
        }
        return found
    }
}
