/// Makes new inputs of old ones, and pieces of inputs.
struct Mutator {
    /// Bytes that mean something in one of the grammars.
    private static let telling = Array("\r\n\t :;,=\"\\%&+-*/?#.0159aAfFxX\u{0}\u{1}\u{7F}".utf8) + [0x80, 0xBF, 0xFF]
    /// Texts that do.
    private static let phrases = [
        "\r\n", "\r\n\r\n", "0\r\n\r\n", "HTTP/1.1", "HTTP/1.0", "Content-Length: 5\r\n",
        "Transfer-Encoding: chunked\r\n",
        "Host: a\r\n", "Connection: close\r\n", "Expect: 100-continue\r\n", "data: ", "data", "event: x\n", "id: 1\n",
        "\n\n", "\r\r", ": c\n", "\u{FEFF}", ";a=\"b\"", "%2e", "ffffffffffffffff", "9223372036854775807",
        "5\r\nhello\r\n",
    ].map { Array($0.utf8) }
    private static let maxInputBytes = 4096
    private static let maxMutations = 6

    private let seeds: [[UInt8]]
    private var random: SplitMix64

    init(seeds: [[UInt8]], seed: UInt64) {
        self.seeds = seeds
        random = SplitMix64(seed: seed)
    }

    /// A seed, changed in one to a few places or, now and then, not at all.
    mutating func input() -> [UInt8] {
        var bytes = pick(seeds)
        for _ in 0..<Int.random(in: 0...Self.maxMutations, using: &random) { mutate(&bytes) }
        return Array(bytes.prefix(Self.maxInputBytes))
    }

    /// `bytes` cut in up to 8 places, or each byte alone.
    mutating func pieces(of bytes: [UInt8]) -> [[UInt8]] {
        if Int.random(in: 0..<4, using: &random) == 0 { return bytes.map { [$0] } }
        let cuts = (0..<Int.random(in: 1...8, using: &random)).map { _ in
            Int.random(in: 0...bytes.count, using: &random)
        }
        let edges = [0] + cuts.sorted() + [bytes.count]
        return zip(edges, edges.dropFirst()).map { Array(bytes[$0..<$1]) }
    }

    private mutating func mutate(_ bytes: inout [UInt8]) {
        let place = Int.random(in: 0...bytes.count, using: &random)
        switch Int.random(in: 0..<10, using: &random) {
        case 0: bytes.insert(pick(Self.telling), at: place)
        case 1: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
        case 2 where place < bytes.count: bytes[place] = pick(Self.telling)
        case 3 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 4 where place < bytes.count: bytes.remove(at: place)
        case 5: bytes.removeSubrange(range(in: bytes, from: place))
        case 6: bytes.insert(contentsOf: bytes[range(in: bytes, from: place)], at: place)
        case 7: bytes.insert(contentsOf: pick(Self.phrases), at: place)
        case 8:
            let other = pick(seeds)
            let start = Int.random(in: 0...other.count, using: &random)
            bytes.replaceSubrange(place..., with: other[start...])
        case 9 where place < bytes.count:
            let count = Int.random(in: 1...300, using: &random)
            bytes.insert(contentsOf: repeatElement(bytes[place], count: count), at: place)
        default: break
        }
    }

    /// A short range that starts at `place`.
    private mutating func range(in bytes: [UInt8], from place: Int) -> Range<Int> {
        place..<min(bytes.count, place + Int.random(in: 0...24, using: &random))
    }

    private mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &random)]
    }
}
