/// What a token stands for; the raw values are GGUF's `tokenizer.ggml.token_type`.
enum TokenKind: Int, Sendable {
    case normal = 1
    /// What the tokenizer writes for bytes outside of the vocabulary; has no text of its own.
    case unknown = 2
    /// Structure of a conversation; has no text of its own.
    case control = 3
    case userDefined = 4
    case unused = 5
    case byte = 6
}
