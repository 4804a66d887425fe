import Yams

/// A mapping of the file; `<<` takes over the keys of other mappings that do not stand in it.
struct MappingReader {
    let entries: [(key: Node, name: String, value: Node)]
    let mark: Mark?
    let path: String
    let log: IssueLog

    init(_ mapping: Node.Mapping, mark: Mark?, path: String, log: IssueLog) {
        self.mark = mark
        self.path = path
        self.log = log
        entries = Self.flattened(mapping, path: path, log: log)
    }

    private static func flattened(
        _ mapping: Node.Mapping, path: String, log: IssueLog
    ) -> [(key: Node, name: String, value: Node)] {
        var entries: [(key: Node, name: String, value: Node)] = []
        for (key, value) in mapping where key.scalar?.string != "<<" {
            if let name = key.scalar?.string {
                entries.append((key, name, value))
            } else {
                log.add(.wrong(expected: "a key that is text", found: nil), at: key.mark, path: path)
            }
        }
        for (key, value) in mapping where key.scalar?.string == "<<" {
            for merged in value.sequence.map(Array.init) ?? [value] {
                guard let merged = merged.mapping else {
                    let problem = ConfigurationProblem.wrong(expected: "an alias of a mapping", found: nil)
                    log.add(problem, at: key.mark, path: path.isEmpty ? "<<" : "\(path).<<")
                    continue
                }
                for entry in flattened(merged, path: path, log: log)
                where !entries.contains(where: { $0.name == entry.name }) { entries.append(entry) }
            }
        }
        return entries
    }

    /// The value of a key, if it stands there.
    subscript(_ name: String) -> ValueReader? {
        entries.first { $0.name == name }.map { value(of: $0) }
    }

    /// The value of a key that has to stand there.
    func require(_ name: String) -> ValueReader? {
        if let value = self[name] { return value }
        log.add(.missing(name), at: mark, path: path)
        return nil
    }

    /// The names that stand there, each with its value.
    var all: [(name: String, value: ValueReader)] { entries.map { ($0.name, value(of: $0)) } }

    /// Notes all keys that are not known, except `x-…` at the top of the file, where anchors may be kept.
    func refuseAll(but known: [String]) {
        for entry in entries where !known.contains(entry.name) && !(path.isEmpty && entry.name.hasPrefix("x-")) {
            let nearest = Spelling.nearest(to: entry.name, among: known)
            log.add(.unknownKey(known: known, nearest: nearest), at: entry.key.mark, path: join(entry.name))
        }
    }

    private func value(of entry: (key: Node, name: String, value: Node)) -> ValueReader {
        // An empty value begins where the next key does; its own key is the better place to look at.
        let isEmpty = entry.value.scalar?.string.isEmpty ?? false
        return ValueReader(
            entry.value, mark: isEmpty ? entry.key.mark : nil, path: join(entry.name), log: log)
    }

    private func join(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
}
