/// Python's `random` module after `random.seed(seed)`: what published numbers were drawn with.
///
/// The Mersenne Twister MT19937 of Matsumoto and Nishimura (1998), seeded by its array of one key.
struct PythonRandom {
    private static let size = 624
    private var state = [UInt32](repeating: 0, count: size)
    private var index = size

    init(seed: UInt32) {
        fill(19_650_218)
        var i = 1
        for _ in 0..<Self.size {
            state[i] = (state[i] ^ (state[i - 1] ^ state[i - 1] >> 30) &* 1_664_525) &+ seed
            i = following(i)
        }
        for _ in 1..<Self.size {
            state[i] = (state[i] ^ (state[i - 1] ^ state[i - 1] >> 30) &* 1_566_083_941) &- UInt32(i)
            i = following(i)
        }
        state[0] = 0x8000_0000
    }

    private mutating func fill(_ seed: UInt32) {
        state[0] = seed
        for i in 1..<Self.size {
            state[i] = (state[i - 1] ^ state[i - 1] >> 30) &* 1_812_433_253 &+ UInt32(i)
        }
    }

    private mutating func following(_ i: Int) -> Int {
        if i + 1 < Self.size { return i + 1 }
        state[0] = state[Self.size - 1]
        return 1
    }

    /// `random.getrandbits(bits)` for up to 32 bits.
    mutating func bits(_ bits: Int) -> UInt32 {
        if index == Self.size { twist() }
        var y = state[index]
        index += 1
        y ^= y >> 11
        y ^= y << 7 & 0x9D2C_5680
        y ^= y << 15 & 0xEFC6_0000
        return (y ^ y >> 18) >> UInt32(32 - bits)
    }

    private mutating func twist() {
        for i in 0..<Self.size {
            let y = state[i] & 0x8000_0000 | state[(i + 1) % Self.size] & 0x7FFF_FFFF
            state[i] = state[(i + 397) % Self.size] ^ y >> 1 ^ (y & 1 == 0 ? 0 : 0x9908_B0DF)
        }
        index = 0
    }

    /// A number below `bound`, as `random.randrange` draws it.
    mutating func below(_ bound: Int) -> Int {
        let width = Int.bitWidth - bound.leadingZeroBitCount
        while true {
            let drawn = Int(bits(width))
            if drawn < bound { return drawn }
        }
    }

    /// `random.sample(values, count)` for a count that is small in comparison, where Python remembers what it took.
    mutating func sample<Value>(_ values: [Value], _ count: Int) -> [Value] {
        var taken: Set<Int> = []
        return (0..<count).map { _ in
            var place = below(values.count)
            while !taken.insert(place).inserted { place = below(values.count) }
            return values[place]
        }
    }
}
