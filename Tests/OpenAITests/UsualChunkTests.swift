import JSON
import OpenAI
import Testing

/// A chunk that is read in one pass says what its tree would have said, and one that is not is left to the tree.
@Suite struct UsualChunkTests {
    /// Chunks as servers send them.
    static let usual = [
        #"{"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"#
            + #""delta":{"role":"assistant","content":""},"logprobs":null,"finish_reason":null}],"usage":null}"#,
        chunk(
            entry(
                "a", "-0.25", ",\"bytes\":[97]", [("a", "-0.25", "[97]"), ("b", "-2.5", "[98]"), ("c", "-7", "null")])
        ),
        // vLLM: the sampled token first, though it is the least likely one.
        chunk(entry("z", "-9.5", "", [("z", "-9.5", "[122]"), ("b", "-0.25", "[98]"), ("c", "-2", "[99]")])),
        // Two halves of characters, and a token that stands twice.
        chunk(entry("�", "-1", ",\"bytes\":[240]", [("�", "-1", "[240]"), ("�", "-1", "[241]")])),
        chunk(entry("a", "-1", ",\"bytes\":[97]", [("a", "-1", "[97]"), ("a", "-1", "[97]"), ("b", "-1.0", "[98]")])),
        // Another token's list, and what cannot come.
        chunk(entry("c", "-0.02", "", [("a", "-0.01", "[97]"), ("b", "-5", "[98]")])),
        chunk(
            entry("a", "-0.1", "", [("a", "-0.1", "[97]"), ("b", "-9999.0", "[98]"), ("c", "-3.4028235e+38", "[]")])),
        chunk(entry(#"\n\"\\"#, "-1.1920928955078125e-07", ",\"bytes\":[10,34,92]", [])),
        chunk(entry("\\u00e9", "-0.00012339452863670886", ",\"bytes\":null", [])),
        #"{"choices":[{"index":1,"delta":{"content":"x","tool_calls":[{"index":0,"function":{"name":"f"}}]}},"#
            + #"{"delta":{"reasoning_content":"y"},"finish_reason":"stop"}],"service_tier":"default"}"#,
        #"{"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":3},"system_fingerprint":"fp"}"#,
        #" { "choices" : [ { "index" : 0 , "delta" : { } , "logprobs" : { "content" : [ ] , "refusal" : null } } ] } "#,
        #"{"choices":[{"index":0,"text":"as a text completion"}],"error":null}"#, "{}",
        #"{"choices":[{"index":0,"delta":{"content":"\ud55c"},"logprobs":{"refusal":[ ],"content":[ ]}}]}"#,
    ]

    /// Chunks that only the tree can read, or that are wrong.
    static let unusual = [
        #"{"error":{"message":"no"}}"#, "[]", "{", #"{"choices":{}}"#, #"{"choices":[7]}"#, #"{"choices":[]} x"#,
        #"{"model":"a","model":"b"}"#, #"{"mod\u0065l":"a"}"#, #"{"x":"\ud800"}"#, #"{"x":"\ud83d\ude00"}"#,
        #"{"choices":[{"logprobs":{"tokens":["a"],"token_logprobs":[-1],"top_logprobs":[{"a":-1}]}}]}"#,
        #"{"choices":[{"delta":{},"logprobs":{"content":[{"token":"a"}]}}]}"#,
        #"{"choices":[{"delta":{},"logprobs":{"content":[{"token":"a","logprob":-1e999}]}}]}"#,
        #"{"choices":[{"delta":{},"logprobs":{"content":[{"token":"a","logprob":-01}]}}]}"#,
        #"{"choices":[{"delta":{},"logprobs":{"content":[{"token":"a","logprob":-1,"bytes":[01]}]}}]}"#,
        #"{"choices":[{"delta":{},"logprobs":{"content":[{"token":"a","logprob":-1,"bytes":[1,]}]}}]}"#,
        chunk(entry("é", "-1", "", [("é", "-1", "null"), ("e\u{301}", "-1", "null")])),
        chunk(entry("a", "-1", ",\"bytes\":[97]", [("a", "-1", "[ 97 ]"), ("b", "-1.5", "[98]")])),
    ]

    private static func chunk(_ entries: String...) -> String {
        #"{"id":"c","model":"m","choices":[{"index":0,"delta":{"content":"a"},"logprobs":{"content":["#
            + entries.joined(separator: ",") + #"]},"finish_reason":null}]}"#
    }

    private static func entry(
        _ token: String, _ logprob: String, _ bytes: String, _ list: [(token: String, logprob: String, bytes: String)]
    ) -> String {
        let top = list.enumerated().map { place, token in
            let id = token.token == "z" ? #""id":\#(place),"# : ""
            return #"{\#(id)"token":"\#(token.token)","logprob":\#(token.logprob),"bytes":\#(token.bytes)}"#
        }
        return #"{"token":"\#(token)","logprob":\#(logprob)\#(bytes),"top_logprobs":[\#(top.joined(separator: ","))]}"#
    }

    @Test(arguments: usual) func readsWhatIsUsualInOnePass(chunk: String) {
        var stream = ChatCompletionStream(readsLogprobs: true)
        #expect(stream.add(usualChunk: Array(chunk.utf8)) != nil)
    }

    @Test(arguments: unusual) func leavesTheRestToTheTree(chunk: String) {
        var stream = ChatCompletionStream(readsLogprobs: true)
        #expect(stream.add(usualChunk: Array(chunk.utf8)) == nil)
    }

    /// Chunks that follow one another, of which most have the pattern of the one before.
    static let patterns = [
        [
            "0,\"delta\":{\"content\":\"a\"}", "12,\"delta\":{\"content\":\"\\n\\u00e9 b\"}",
            "0,\"delta\":{\"content\":\"\"}",
        ],
        ["0,\"delta\":{\"content\":\"a\"}", "1.0,\"delta\":{\"content\":\"b\"}", "null,\"delta\":{\"content\":\"b\"}"],
        [
            "0,\"delta\":{\"content\":\"a\"}", "0,\"delta\":{\"content\":\"\\ud83d\\ude00\"}",
            "01,\"delta\":{\"content\":\"b\"}",
        ],
        ["0,\"delta\":{\"content\":\"a\"}", "0,\"delta\":{\"content\":null}", "0,\"delta\":{\"content\":\"b\"}"],
        ["0,\"delta\":{\"content\":\"a\",\"content\":\"b\"}", "0,\"delta\":{\"content\":\"a\",\"content\":\"c\"}"],
        [
            "0,\"delta\":{\"content\":\"a\"},\"logprobs\":{\"content\":[]}",
            "0,\"delta\":{\"content\":\"b\"},\"logprobs\":null",
        ],
        [
            "0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"",
            "1,\"delta\":{\"content\":\"b\"},\"finish_reason\":\"stop\"",
        ],
        ["0,\"text\":\"t\",\"delta\":{\"content\":\"a\"}", "0,\"text\":\"t\",\"delta\":{\"content\":\"b\"}"],
    ]

    @Test(arguments: patterns, [true, false])
    func saysWhatTheTreeSaysOfChunksOfOnePattern(choices: [String], isText: Bool) throws {
        var pair = StreamPair(readsLogprobs: true, isText: isText)
        for (ending, model) in [("", "m"), ("", "n"), (",\"usage\":{\"prompt_tokens\":7}", "m"), ("", "m")] {
            for choice in choices {
                let chunk = #"{"model":"\#(model)","choices":[{"index":\#(choice)}]\#(ending)}"#
                try pair.add(Array(chunk.utf8))
                try pair.add(Array((chunk + " ").utf8))
                try pair.add(Array((chunk + "x").utf8))
            }
        }
        try pair.end()
    }

    @Test(arguments: [true, false], [true, false])
    func saysWhatTheTreeSays(readsLogprobs: Bool, isText: Bool) throws {
        var pair = StreamPair(readsLogprobs: readsLogprobs, isText: isText)
        for chunk in Self.usual + Self.unusual { try pair.add(Array(chunk.utf8)) }
        try pair.end()
    }

    @Test(arguments: 1...40 as ClosedRange<UInt64>) func saysWhatTheTreeSaysOfWhatIsDamaged(seed: UInt64) throws {
        var random = seed
        func next(_ bound: Int) -> Int {
            random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((random >> 33) % UInt64(bound))
        }
        let alphabet = Array(#"{}[]",:\0123456789-.eEu d8nulltokenbytes\#n"#.utf8) + [0xC3, 0xA9, 0xFF, 0]
        var pair = StreamPair(readsLogprobs: true, isText: false)
        for chunk in Self.usual {
            for _ in 0..<20 {
                var bytes = Array(chunk.utf8)
                for _ in 0...next(2) {
                    let place = next(bytes.count)
                    switch next(4) {
                    case 0: bytes[place] = alphabet[next(alphabet.count)]
                    case 1: bytes.insert(alphabet[next(alphabet.count)], at: place)
                    case 2: bytes.removeSubrange(place..<min(bytes.count, place + 1 + next(3)))
                    default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + next(30))], at: place)
                    }
                    if bytes.isEmpty { bytes = [0x7B] }
                }
                // So that the damaged one has a chunk before it of nearly the same pattern.
                try pair.add(Array(chunk.utf8))
                try pair.add(bytes)
            }
        }
        try pair.end()
    }
}

extension ChatCompletionStream {
    /// What a chunk brought that was read in one pass, nil if it could not be.
    fileprivate mutating func add(usualChunk text: [UInt8]) -> [Event]? {
        var events: [Event] = []
        return add(usualChunk: text, to: &events) ? events : nil
    }
}

/// One stream that is read in one pass where that is possible, and the same one read by way of trees.
struct StreamPair {
    private var quick: ChatCompletionStream
    private var thorough: ChatCompletionStream

    init(readsLogprobs: Bool, isText: Bool) {
        quick = ChatCompletionStream(readsLogprobs: readsLogprobs, isText: isText)
        thorough = ChatCompletionStream(readsLogprobs: readsLogprobs, isText: isText)
    }

    mutating func add(_ chunk: [UInt8]) throws {
        let usual = quick.add(usualChunk: chunk)
        guard let tree = try? JSON(parsing: chunk) else {
            #expect(usual == nil, "not JSON: \(String(decoding: chunk, as: UTF8.self))")
            return
        }
        let events = usual ?? quick.add(chunk: tree)
        let expected = thorough.add(chunk: tree)
        let text = String(decoding: chunk, as: UTF8.self)
        #expect(events.map(Said.init) == expected.map(Said.init), "of \(text)")
        #expect(quick.usage == thorough.usage && quick.origin == thorough.origin, "of \(text)")
        #expect(quick.tokensSeen == thorough.tokensSeen && quick.choicesSeen == thorough.choicesSeen, "of \(text)")
        #expect(quick.textsSeen == thorough.textsSeen, "of \(text)")
    }

    mutating func end() throws {
        #expect(quick.end().map(Said.init) == thorough.end().map(Said.init))
    }

    /// An event, comparable.
    private enum Said: Equatable {
        case delta(Int, String, Int, [TokenLogprobs])
        case finished(ChatChoice)

        init(_ event: ChatCompletionStream.Event) {
            switch event {
            case .delta(let choice, let text, let tokens, let logprobs): self = .delta(choice, text, tokens, logprobs)
            case .finished(let choice): self = .finished(choice)
            }
        }
    }
}
