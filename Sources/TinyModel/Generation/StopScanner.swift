/// Watches the text of one choice for stop strings, and holds back what might be the beginning of one.
struct StopScanner: Sendable {
    private let stops: [[UInt8]]
    private let longestStop: Int
    private var held: [UInt8] = []

    /// Stop strings must not be empty.
    init(_ stops: [String]) {
        self.stops = stops.map { Array($0.utf8) }
        longestStop = self.stops.map(\.count).max() ?? 0
    }

    /// Takes more text; returns what is certain not to belong to a stop string, and whether one was found.
    mutating func append(_ bytes: [UInt8]) -> (released: [UInt8], stopped: Bool) {
        held += bytes
        if let start = firstStop() {
            let released = Array(held[..<start])
            held = []
            return (released, true)
        }
        let end = releasableEnd()
        let released = Array(held[..<end])
        held.removeFirst(end)
        return (released, false)
    }

    /// Returns what is still held back, when the choice ends for another reason.
    mutating func finish() -> [UInt8] {
        defer { held = [] }
        return held
    }

    private func firstStop() -> Int? {
        held.indices.first { start in stops.contains { held[start...].starts(with: $0) } }
    }

    /// Everything before the first suffix that a stop string or a character may be continued from.
    private func releasableEnd() -> Int {
        let first = Swift.max(0, held.count - Swift.max(longestStop - 1, 3))
        let begun = (first..<held.count).first { start in
            let suffix = held[start...]
            return stops.contains { $0.starts(with: suffix) } || Self.isBegunCharacter(suffix)
        }
        return begun ?? held.count
    }

    /// Whether the bytes are the beginning of one UTF-8 character whose rest is missing.
    private static func isBegunCharacter(_ bytes: ArraySlice<UInt8>) -> Bool {
        guard let lead = bytes.first, lead >= 0xC2, lead < 0xF5 else { return false }
        let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        return bytes.count < length && bytes.dropFirst().allSatisfy { $0 & 0xC0 == 0x80 }
    }
}
