/// Turns a conversation into the prompt `<s>SYSTEM<|user|>QUESTION<|bot|>ANSWER</s>…`.
///
/// The template is built in rather than evaluated; a file with another one is refused.
struct ChatTemplate: Sendable {
    private static let source =
        "{{ '<s>' }}{% for m in messages %}"
        + "{% if m['role'] == 'user' %}{{ '<|user|>' + m['content'] + '<|bot|>' }}"
        + "{% elif m['role'] == 'assistant' %}{{ m['content'] + '</s>' }}"
        + "{% else %}{{ m['content'] }}"
        + "{% endif %}{% endfor %}"

    private let tokenizer: Tokenizer
    private let begin: Int
    private let user: Int
    private let bot: Int

    init(_ file: GGUF, tokenizer: Tokenizer) throws(TinyModelError) {
        guard try file.text("tokenizer.chat_template") == Self.source,
            let begin = tokenizer.token(written: "<s>"),
            let user = tokenizer.token(written: "<|user|>"),
            let bot = tokenizer.token(written: "<|bot|>")
        else { throw .unsupportedChatTemplate }
        self.tokenizer = tokenizer
        self.begin = begin
        self.user = user
        self.bot = bot
    }

    /// The prompt's tokens; a trailing assistant message is left open, for the model to go on with.
    func prompt(for messages: [ChatMessage]) -> [Int] {
        var tokens = [begin]
        for (index, message) in messages.enumerated() {
            let text = tokenizer.encode(message.text, markers: false)
            switch message.role {
            case .system: tokens += text
            case .user: tokens += [user] + text + [bot]
            case .assistant: tokens += index < messages.count - 1 ? text + [tokenizer.endToken] : text
            }
        }
        return tokens
    }
}
