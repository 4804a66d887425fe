import JSON

/// A token with its log-probability, as it stands in a server's list, by the places of what tells it from others: what
/// `ListedToken` is without a tree.
struct ScannedToken {
    var logprob = Double.nan
    /// Its number in the vocabulary.
    var id: Int?
    /// Where its bytes stand, with the brackets.
    var bytes: Range<Int>?
    /// Where its text stands, with the quotes.
    var text: Range<Int> = 0..<0

    /// Whether this is the same token in the same place; nil if only the tree can tell. As `ListedToken.isSame`.
    func isSame(as other: ScannedToken, in reader: JSONReader) -> Bool? {
        guard abs(logprob - other.logprob) <= ListedToken.tolerance else { return false }
        if let id, let other = other.id { return id == other }
        if let bytes, let other = other.bytes { return Self.areSameBytes(bytes, other, reader) }
        return Self.areSameTexts(text, other.text, reader)
    }

    /// Whether both are alike in all that the list says; nil if only the tree can tell. As `ListedToken`'s equality.
    func isEqual(to other: ScannedToken, in reader: JSONReader) -> Bool? {
        guard logprob == other.logprob, id == other.id, (bytes == nil) == (other.bytes == nil) else { return false }
        if let bytes, let other = other.bytes {
            guard let areSame = Self.areSameBytes(bytes, other, reader) else { return nil }
            guard areSame else { return false }
        }
        return Self.areSameTexts(text, other.text, reader)
    }

    /// Whether two lists of bytes are the same; two that are not spelt alike are not, if they are spelt without spaces.
    private static func areSameBytes(_ one: Range<Int>, _ other: Range<Int>, _ reader: JSONReader) -> Bool? {
        if reader.areAlike(one, other) { return true }
        return reader.isSpaceless(one) && reader.isSpaceless(other) ? false : nil
    }

    /// Whether two texts are the same; two that are not spelt alike are not, if nothing in them can be spelt otherwise.
    private static func areSameTexts(_ one: Range<Int>, _ other: Range<Int>, _ reader: JSONReader) -> Bool? {
        if reader.areAlike(one, other) { return true }
        return reader.isPlainASCII(one) && reader.isPlainASCII(other) ? false : nil
    }
}
