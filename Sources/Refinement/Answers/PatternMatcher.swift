/// Runs a program over one text, all threads abreast (Pike's virtual machine), so that time is bounded by the product of
/// the two lengths for each match.
struct PatternMatcher {
    private struct Thread {
        var instruction: Int
        var start: Int
        var groupStart: Int?
        var group: Range<Int>?
    }

    private struct Match {
        let range: Range<Int>
        let group: Range<Int>?
    }

    let text: [Unicode.Scalar]
    private let instructions: [PatternProgram.Instruction]
    private let sets: [PatternSet]
    private let firstSets: [Int]
    private var steps = 0
    /// The place plus one at which each instruction was last visited.
    private var visits: [Int]
    private var pending: [Thread] = []

    init(_ program: PatternProgram, text: [Unicode.Scalar]) {
        self.text = text
        instructions = program.instructions
        sets = program.sets
        firstSets = program.firstSets
        visits = [Int](repeating: 0, count: program.instructions.count)
    }

    /// The range of group 1 in the last of the matches that a search from left to right finds, or of that match.
    mutating func lastMatch() -> Range<Int>? {
        var last: Match?
        var place = 0
        while place <= text.count {
            guard let match = match(from: place) else { break }
            // An empty match gives no answer and must not end the search.
            if !match.range.isEmpty { last = match }
            place = max(match.range.upperBound, match.range.isEmpty ? match.range.upperBound + 1 : place)
        }
        guard steps <= AnswerLimits.maxPatternSteps else { return nil }
        return last.map { $0.group ?? $0.range }
    }

    /// The leftmost match that begins at or after `first`.
    private mutating func match(from first: Int) -> Match? {
        for index in visits.indices { visits[index] = 0 }
        steps += visits.count
        var current: [Thread] = []
        var following: [Thread] = []
        var found: Match?
        var place = first
        while place <= text.count, steps <= AnswerLimits.maxPatternSteps {
            if current.isEmpty, found == nil, !firstSets.isEmpty { place = nextBeginning(from: place) }
            if found == nil { add(Thread(instruction: 0, start: place), at: place, to: &current) }
            if current.isEmpty, found != nil { break }
            following.removeAll(keepingCapacity: true)
            threads: for thread in current {
                switch instructions[thread.instruction] {
                case .match:
                    found = Match(range: thread.start..<place, group: thread.group)
                    break threads
                case .set(let set):
                    if place < text.count, sets[set].contains(text[place]) {
                        var moved = thread
                        moved.instruction += 1
                        add(moved, at: place + 1, to: &following)
                    }
                default: break
                }
            }
            swap(&current, &following)
            place += 1
        }
        return found
    }

    /// The next place at or after `place` where a match can begin, or the end of the text.
    private mutating func nextBeginning(from place: Int) -> Int {
        var place = place
        while place < text.count, !firstSets.contains(where: { sets[$0].contains(text[place]) }) { place += 1 }
        return place
    }

    /// Follows jumps, splits and assertions from `thread` and adds the threads that wait for a scalar, best first.
    private mutating func add(_ thread: Thread, at place: Int, to list: inout [Thread]) {
        pending.append(thread)
        while var thread = pending.popLast() {
            guard visits[thread.instruction] != place + 1 else { continue }
            visits[thread.instruction] = place + 1
            steps += 1
            switch instructions[thread.instruction] {
            case .set, .match:
                list.append(thread)
                continue
            case .jump(let target): thread.instruction = target
            case .split(let first, let second):
                var other = thread
                other.instruction = second
                pending.append(other)
                thread.instruction = first
            case .groupStart:
                thread.groupStart = place
                thread.instruction += 1
            case .groupEnd:
                thread.group = thread.groupStart.map { $0..<place }
                thread.instruction += 1
            case .assertion(let assertion):
                guard holds(assertion, at: place) else { continue }
                thread.instruction += 1
            }
            pending.append(thread)
        }
    }

    private func holds(_ assertion: PatternAssertion, at place: Int) -> Bool {
        switch assertion {
        case .textStart: place == 0
        case .textEnd: place == text.count || place == text.count - 1 && text[place] == "\n"
        case .lineStart: place == 0 || text[place - 1] == "\n"
        case .lineEnd: place == text.count || text[place] == "\n"
        case .wordBoundary: isWord(place - 1) != isWord(place)
        case .noWordBoundary: isWord(place - 1) == isWord(place)
        }
    }

    private func isWord(_ place: Int) -> Bool {
        text.indices.contains(place) && PatternSet.Class.word.contains(text[place])
    }
}
