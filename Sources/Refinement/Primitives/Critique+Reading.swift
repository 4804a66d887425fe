import JSON

extension Critique {
    /// Reads a reply to the task that asks for aspects, scores and a verdict; nil if it has not that form.
    ///
    /// - Parameter isLast: whether there will be no other reply: then a score out of range is moved into it, and prose
    ///   counts if it says clearly whether the answer is right.
    init?(onAspects reply: String, isLast: Bool) {
        if NoFeedback.isAll(of: reply) {
            self.init(text: reply)
        } else if let critique = TolerantJSON.objects(in: reply).lazy
            .compactMap({ Critique(text: reply, object: $0, clamps: isLast) }).first
        {
            self = critique
        } else if isLast, let isApproved = VerdictReader.approval.verdict(in: reply) {
            let most = Double(CritiqueAspectsPrompt.mostPoints)
            let points = ScoreReader(range: 0...most, clamps: false)
            let score = points.score(in: reply, label: "total score") ?? points.score(in: reply, label: "score")
            self.init(
                text: reply, items: isApproved ? [] : [Item(problem: reply)], asksForChange: !isApproved,
                score: score.map { $0 / most })
        } else {
            return nil
        }
    }

    /// Reads a reply to the task that leaves the critic free: a verdict and a list. Nil if it says no verdict.
    init?(free reply: String) {
        if NoFeedback.isAll(of: reply) {
            self.init(text: reply)
            return
        }
        guard let isApproved = VerdictReader.approval.verdict(in: reply) else { return nil }
        let listed = ListReader.items(in: reply).filter { !NoFeedback.isAll(of: $0) }
        let prose = reply.split(whereSeparator: \.isNewline)
            .filter { !$0.lowercased().contains("verdict") }.joined(separator: "\n")
        var named = listed.isEmpty && !NoFeedback.isAll(of: prose) ? [prose] : listed
        // Who asks for a change without a list has said why on the line of the verdict, or not at all.
        if !isApproved, named.isEmpty, ListReader.items(in: reply).isEmpty { named = [reply] }
        self.init(text: reply, items: named.map { Item(problem: $0) }, asksForChange: !isApproved)
    }

    /// A reply that nothing can be made of.
    init(unreadable reply: String) { self.init(text: reply, isReadable: false) }

    /// Feedback that was not asked for, as in the paper's ablation; it finds something wrong, whatever it says.
    init(unasked text: String) { self.init(text: text, items: [Item(problem: text)], asksForChange: true) }

    private init?(text: String, object: JSON.Object, clamps: Bool) {
        guard let listed = object["items"]?.array, let verdict = object["verdict"] else { return nil }
        let most = Double(CritiqueAspectsPrompt.mostPoints)
        let points = ScoreReader(range: 0...most, clamps: clamps)
        var items: [Item] = []
        for value in listed {
            let score = points.score(value["score"])
            // A score out of range shows that the scale was not understood, so the others mean nothing either.
            if let given = value["score"], !given.isNull, score == nil { return nil }
            items.append(Item(value, score: score))
        }
        let scores = items.compactMap(\.score)
        let isScored = !items.isEmpty && scores.count == items.count
        self.init(
            text: text, items: items,
            asksForChange: (verdict.bool ?? verdict.string.flatMap(VerdictReader.approval.verdict)).map { !$0 },
            score: isScored ? scores.reduce(0, +) / (most * Double(scores.count)) : nil)
    }
}

extension Critique.Item {
    /// A weakness named without more ado.
    fileprivate init(problem: String) {
        self.init(aspect: nil, score: nil, place: nil, problem: problem, fix: nil)
    }

    fileprivate init(_ value: JSON, score: Double?) {
        func text(_ name: String) -> String? {
            value[name]?.string.flatMap { NoFeedback.isAll(of: $0) ? nil : $0 }
        }
        // What needs a fix has a problem, unless it says that it has none.
        let isSilent = value["problem"]?.string?.contains(where: \.isLetter) != true
        self.init(
            aspect: text("aspect"), score: score, place: text("where"),
            problem: isSilent ? text("fix") : text("problem"), fix: text("fix"))
    }
}
