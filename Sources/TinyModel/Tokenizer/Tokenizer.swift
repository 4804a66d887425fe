/// Cuts text into tokens, always taking the longest token that matches (GGUF's `rwkv` vocabulary).
struct Tokenizer: Sendable {
    /// Ends a turn, and with it a generation.
    let endToken: Int
    /// Stands for every byte that begins no token.
    let unknownToken: Int

    private let literals: [[UInt8]]
    private let kinds: [TokenKind]
    /// For each byte the tokens that begin with it, longest first.
    private let candidates: [[Int]]

    /// How many tokens there are.
    var count: Int { literals.count }

    /// Reads the vocabulary of a model file.
    init(_ file: GGUF) throws(TinyModelError) {
        let model = try file.text("tokenizer.ggml.model")
        guard model == "rwkv" else { throw .unsupportedVocabulary(model) }
        let tokensKey = "tokenizer.ggml.tokens"
        let typesKey = "tokenizer.ggml.token_type"
        var literals: [[UInt8]] = []
        for value in try file.array(tokensKey) {
            guard case .string(let escaped) = value, let literal = Self.unescape(escaped), !literal.isEmpty else {
                throw .unusableValue(key: tokensKey)
            }
            literals.append(literal)
        }
        var kinds: [TokenKind] = []
        for value in try file.array(typesKey) {
            guard let kind = value.int.flatMap(TokenKind.init) else { throw .unusableValue(key: typesKey) }
            kinds.append(kind)
        }
        guard kinds.count == literals.count else { throw .unusableValue(key: typesKey) }

        self.endToken = try Self.token("tokenizer.ggml.eos_token_id", in: file, count: literals.count)
        self.unknownToken = try Self.token("tokenizer.ggml.unknown_token_id", in: file, count: literals.count)
        self.literals = literals
        self.kinds = kinds
        var candidates = [[Int]](repeating: [], count: 256)
        for token in literals.indices.sorted(by: { literals[$0].count > literals[$1].count }) {
            candidates[Int(literals[token][0])].append(token)
        }
        self.candidates = candidates
    }

    private static func token(_ key: String, in file: GGUF, count: Int) throws(TinyModelError) -> Int {
        let token = try file.int(key)
        guard token < count else { throw .unusableValue(key: key) }
        return token
    }

    /// The tokens of `text`. With `markers`, text such as `<|user|>` becomes the control token of that name;
    /// without, nothing in the text can forge the structure of a conversation.
    func encode(_ text: String, markers: Bool) -> [Int] {
        let bytes = Array(text.utf8)
        var tokens: [Int] = []
        var position = 0
        while position < bytes.count {
            let match = candidates[Int(bytes[position])].first { token in
                (markers || kinds[token] == .normal) && bytes[position...].starts(with: literals[token])
            }
            tokens.append(match ?? unknownToken)
            position += match.map { literals[$0].count } ?? 1
        }
        return tokens
    }

    /// The text that a token adds to an answer, as bytes: nothing for control tokens and the unknown token.
    func bytes(of token: Int) -> [UInt8] {
        kinds[token] == .control || kinds[token] == .unknown ? [] : literals[token]
    }

    /// How a token is written, markers included.
    func literal(of token: Int) -> String {
        String(decoding: literals[token], as: UTF8.self)
    }

    /// The token written exactly like this, markers included.
    func token(written literal: String) -> Int? {
        literals.firstIndex(of: Array(literal.utf8))
    }

    /// Undoes the escapes that llama.cpp's `rwkv` vocabulary uses in token texts: `\n`, `\t`, `\r`, `\xHH`,
    /// and a backslash before any other byte, which stands for that byte. Nil when `\x` lacks its two digits.
    static func unescape(_ escaped: [UInt8]) -> [UInt8]? {
        var literal: [UInt8] = []
        var rest = escaped[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
                literal.append(byte)
                continue
            }
            switch escape {
            case UInt8(ascii: "n"): literal.append(UInt8(ascii: "\n"))
            case UInt8(ascii: "t"): literal.append(UInt8(ascii: "\t"))
            case UInt8(ascii: "r"): literal.append(UInt8(ascii: "\r"))
            case UInt8(ascii: "x"):
                guard let byte = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else { return nil }
                literal.append(byte)
                rest = rest.dropFirst(2)
            default: literal.append(escape)
            }
        }
        return literal
    }
}
