import Yams

/// The file as a tree of values that know their places.
enum YAMLFile {
    /// The outermost mapping; nil if there is none, which is an issue unless the file is empty.
    static func read(_ bytes: [UInt8], _ log: IssueLog) -> ValueReader? {
        guard bytes.count <= ConfigurationLimits.maxFileBytes else {
            log.add(.tooLarge(limit: ConfigurationLimits.maxFileBytes, unit: "bytes"), at: nil, path: "")
            return nil
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            log.add(.malformed("its bytes are not UTF-8"), at: nil, path: "")
            return nil
        }
        let root: Node?
        do {
            root = try Yams.compose(yaml: text, .default, .default, .utf8)
        } catch {
            note(error, log)
            return nil
        }
        guard let root else { return nil }
        var left = ConfigurationLimits.maxValues
        guard isBounded(root, &left) else {
            log.add(.tooLarge(limit: ConfigurationLimits.maxValues, unit: "values"), at: nil, path: "")
            return nil
        }
        let reader = ValueReader(root, path: "", log: log)
        return reader.isNull ? nil : reader
    }

    private static func isBounded(_ node: Node, _ left: inout Int) -> Bool {
        left -= 1
        guard left >= 0 else { return false }
        switch node {
        case .scalar, .alias: return true
        case .sequence(let sequence): return sequence.allSatisfy { isBounded($0, &left) }
        case .mapping(let mapping): return mapping.allSatisfy { isBounded($0.key, &left) && isBounded($0.value, &left) }
        }
    }

    private static func note(_ error: any Error, _ log: IssueLog) {
        switch error as? YamlError {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            log.add(.malformed(context.map { "\($0.text), \(problem)" } ?? problem), at: mark, path: "")
        case .duplicatedKeysInMapping(let names, let context):
            for name in names { log.add(.duplicateKey, at: context.mark, path: name) }
        case .reader(let problem, _, _, _): log.add(.malformed(problem), at: nil, path: "")
        default: log.add(.malformed("it cannot be parsed"), at: nil, path: "")
        }
    }
}
