/// Where easy questions end: found by walking from the hardest down to the first k in a row that are unanimous. Pure.
///
/// Ranks count from the easiest, 0, to the hardest.
struct DifficultyPartition: Sendable {
    /// Which questions are easy once k in a row were unanimous.
    enum Rule: String, CaseIterable {
        /// Those easier than the k, as the paper says.
        case paper
        /// The k as well, as the official script does it.
        case code
    }

    private let count: Int
    private let unanimousRun: Int
    private let rule: Rule
    private var run = 0
    /// How many questions were judged, from the hardest down.
    private(set) var judged = 0

    /// A partition of so many questions, none of which was judged.
    init(questions count: Int, unanimousRun: Int, rule: Rule) {
        self.count = count
        self.unanimousRun = unanimousRun
        self.rule = rule
    }

    /// Whether k unanimous questions in a row were found.
    var isFound: Bool { run == unanimousRun }

    /// The next ranks to look at, from hard to easy; none when the walk is over. Fewer than k questions have no easy part.
    func next(_ most: Int) -> [Int] {
        guard !isFound, count >= unanimousRun else { return [] }
        return Array((0..<count - judged).reversed().prefix(most))
    }

    /// Takes the verdict on the next easier question; those behind the end of the walk do not count.
    mutating func judge(isUnanimous: Bool) {
        guard !isFound else { return }
        judged += 1
        run = isUnanimous ? run + 1 : 0
    }

    /// The ranks of the easy questions.
    var easy: Range<Int> {
        guard isFound else { return 0..<0 }
        return 0..<count - judged + (rule == .code ? unanimousRun : 0)
    }
}
