/// DeepConf's running mean over the last w tokens of a trace, and the lowest it has been, in O(w) memory however long the
/// trace gets (sampling.md §9.4).
struct GroupConfidence: Sendable {
    /// The paper's w, for traces of ten thousands of tokens.
    static let usualWindow = 2_048

    /// Below this a group is too short for its mean to say anything.
    static let leastWindow = 32

    /// How many tokens a group has.
    let window: Int
    /// How many tokens there were.
    private(set) var count = 0
    /// The mean of the last `window` tokens; nil until there are as many.
    private(set) var current: Double?
    private var lowestGroup: Double?
    private var ring: [Double] = []
    private var ringSum = 0.0
    private var sum = 0.0

    /// Before the first token.
    init(window: Int) { self.window = max(window, 1) }

    /// A window for traces of about these lengths: a quarter of the median, for a group must be a part of its trace.
    static func window(forTracesOf lengths: [Int]) -> Int {
        let median = lengths.map(Double.init).percentile(50) ?? 0
        return min(max(Int(median / 4), leastWindow), usualWindow)
    }

    /// Takes the confidence in the next token.
    mutating func append(_ confidence: Double) {
        sum += confidence
        ringSum += confidence
        if ring.count < window {
            ring.append(confidence)
        } else {
            ringSum -= ring[count % window]
            ring[count % window] = confidence
        }
        count += 1
        guard ring.count == window else { return }
        let group = ringSum / Double(window)
        current = group
        lowestGroup = min(lowestGroup ?? group, group)
    }

    /// The mean over all tokens; −∞ without any.
    var mean: Double { count == 0 ? -.infinity : sum / Double(count) }

    /// The mean of the least confident group; of all tokens, if they are fewer than a group.
    var lowest: Double { lowestGroup ?? mean }

    /// The mean of the last group; of all tokens, if they are fewer than a group.
    var last: Double { current ?? mean }
}

/// The same of a trace that is complete.
extension GroupConfidence {
    private init(of confidences: [Double], window: Int) {
        self.init(window: window)
        for confidence in confidences { append(confidence) }
    }

    static func lowest(of confidences: [Double], window: Int) -> Double {
        GroupConfidence(of: confidences, window: window).lowest
    }

    static func last(of confidences: [Double], window: Int) -> Double {
        GroupConfidence(of: confidences, window: window).last
    }

    /// The mean of the max(1, ⌊groups/10⌋) least confident groups.
    static func meanOfLowestTenth(of confidences: [Double], window: Int) -> Double {
        var running = GroupConfidence(window: window)
        var groups: [Double] = []
        for confidence in confidences {
            running.append(confidence)
            if let group = running.current { groups.append(group) }
        }
        guard !groups.isEmpty else { return running.mean }
        let lowest = groups.sorted().prefix(max(groups.count / 10, 1))
        return lowest.reduce(0, +) / Double(lowest.count)
    }
}
