/// A pattern compiled for Thompson's simulation: every instruction is visited at most once per scalar of the text.
struct PatternProgram: Sendable {
    enum Instruction {
        /// Goes on if the next scalar is in the set of that number.
        case set(Int)
        case assertion(PatternAssertion)
        /// Tries `first` before `second`.
        case split(first: Int, second: Int)
        case jump(Int)
        case groupStart, groupEnd
        case match
    }

    private(set) var instructions: [Instruction] = []
    private(set) var sets: [PatternSet] = []
    /// The sets that a match can begin with; empty when it may also begin with none.
    private(set) var firstSets: [Int] = []

    init(_ node: PatternNode, flags: PatternFlags) throws(AnswerFormatError) {
        try emit(node)
        try append(.match)
        firstSets = beginnings()
    }

    private func beginnings() -> [Int] {
        var found: [Int] = []
        var visited = Set<Int>()
        var pending = [0]
        while let index = pending.popLast() {
            guard visited.insert(index).inserted else { continue }
            switch instructions[index] {
            case .match: return []
            case .set(let set): found.append(set)
            case .jump(let target): pending.append(target)
            case .split(let first, let second): pending += [first, second]
            case .assertion, .groupStart, .groupEnd: pending.append(index + 1)
            }
        }
        return found
    }

    private mutating func append(_ instruction: Instruction) throws(AnswerFormatError) {
        guard instructions.count < AnswerLimits.maxPatternInstructions else {
            throw .patternInvalid(.tooLarge, offset: 0)
        }
        instructions.append(instruction)
    }

    private mutating func emit(_ node: PatternNode) throws(AnswerFormatError) {
        switch node {
        case .empty: break
        case .set(let set):
            try append(.set(sets.count))
            sets.append(set)
        case .assertion(let assertion): try append(.assertion(assertion))
        case .sequence(let items): for item in items { try emit(item) }
        case .group(let inner, let number):
            if number == 1 { try append(.groupStart) }
            try emit(inner)
            if number == 1 { try append(.groupEnd) }
        case .alternatives(let branches):
            var jumps: [Int] = []
            for (index, branch) in branches.enumerated() {
                guard index < branches.count - 1 else {
                    try emit(branch)
                    continue
                }
                let split = instructions.count
                try append(.match)
                try emit(branch)
                jumps.append(instructions.count)
                try append(.match)
                instructions[split] = .split(first: split + 1, second: instructions.count)
            }
            for jump in jumps { instructions[jump] = .jump(instructions.count) }
        case .repetition(let inner, let count, let isUnbounded, let isGreedy):
            for _ in 0..<count.lowerBound { try emit(inner) }
            if isUnbounded {
                let split = instructions.count
                try append(.match)
                try emit(inner)
                try append(.jump(split))
                setSplit(at: split, isGreedy: isGreedy)
            } else {
                var splits: [Int] = []
                for _ in count.lowerBound..<count.upperBound {
                    splits.append(instructions.count)
                    try append(.match)
                    try emit(inner)
                }
                for split in splits { setSplit(at: split, isGreedy: isGreedy) }
            }
        }
    }

    /// Makes the instruction at `index` a choice between what follows it and what comes after the repetition.
    private mutating func setSplit(at index: Int, isGreedy: Bool) {
        let (inside, outside) = (index + 1, instructions.count)
        instructions[index] =
            isGreedy ? .split(first: inside, second: outside) : .split(first: outside, second: inside)
    }
}
