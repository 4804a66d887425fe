/// What a file of results holds from an earlier run. Pure: bytes in, results out.
struct EarlierResults: Sendable {
    /// The trials that were done, each once.
    private(set) var trials: [TrialKey: TrialResult] = [:]
    /// How many bytes of the file are whole lines; what follows is a line that a crash has torn.
    let wholeBytes: Int

    /// Reads a file's bytes.
    ///
    /// - Throws: `EvaluationError` if a whole line is not one of results made with these settings and methods.
    init(parsing bytes: [UInt8], settings: EvaluationSettings, labels: [String]) throws(EvaluationError) {
        wholeBytes = bytes.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let torn = bytes[wholeBytes...]
        let lines = bytes[..<wholeBytes].split(separator: 0x0A)
        // What does not begin as our lines do was never ours to cut off.
        guard zip(torn, ResultLine.beginning).allSatisfy(==) else {
            throw .line(lines.count + 1, reason: "is no line of results")
        }
        for (index, bytes) in lines.enumerated() {
            let line = try ResultLine(parsing: bytes, number: index + 1)
            try settings.require(line.settings)
            guard line.labels == labels else {
                throw .otherSetting(
                    name: "methods", found: line.labels.joined(separator: ", "),
                    wanted: labels.joined(separator: ", "))
            }
            if trials[line.trial.key] == nil { trials[line.trial.key] = line.trial }
        }
    }

    /// The results of those of the trials that were done, in their order.
    ///
    /// - Throws: `EvaluationError.otherQuestion` if one of them has changed since.
    func results(of keys: [TrialKey]) throws(EvaluationError) -> [TrialResult] {
        let hashes = Dictionary(trials.keys.map { ($0.id, $0.hash) }) { first, _ in first }
        for key in keys {
            if let hash = hashes[key.id], hash != key.hash { throw .otherQuestion(id: key.id) }
        }
        return keys.compactMap { trials[$0] }
    }
}
