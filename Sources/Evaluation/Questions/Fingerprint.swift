import Refinement

/// A hash that stays the same from run to run (FNV-1a, 64 bits), by which a question that was changed is noticed.
struct Fingerprint {
    private var state: UInt64 = 0xCBF2_9CE4_8422_2325

    /// Of a question and its right answer.
    init(of problem: Problem) {
        add(problem.text)
        add(problem.gold)
    }

    /// Of a recording, samples included.
    init(of recording: RecordedProblem) {
        self.init(of: recording.problem)
        for sample in recording.samples { add(sample.text) }
    }

    /// The hash in sixteen hexadecimal digits.
    var text: String {
        let digits = String(state, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// Adds a text and an end that no text contains, so that "ab", "c" is not "a", "bc".
    private mutating func add(_ text: String) {
        for byte in text.utf8 { add(byte) }
        add(0xFF)
    }

    private mutating func add(_ byte: UInt8) { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
}
