import Yams

/// The issues found so far; readers go on after one, so that all are told at once.
final class IssueLog {
    /// The file that is read, as its user names it.
    let file: String
    private(set) var issues: [ConfigurationIssue] = []

    init(file: String) { self.file = file }

    func add(_ problem: ConfigurationProblem, at mark: Mark?, path: String) {
        let place = mark.map { ConfigurationIssue.Place.file(file, line: $0.line, column: $0.column) }
        add(ConfigurationIssue(place: place ?? .wholeFile(file), path: path, problem: problem))
    }

    func add(_ issue: ConfigurationIssue) {
        // An alias is read once for each place that uses it, and its mistakes stand in one place only.
        if !issues.contains(issue) { issues.append(issue) }
    }

    /// The issues in the order of their places.
    var sorted: [ConfigurationIssue] {
        issues.enumerated().sorted { one, other in
            switch (one.element.place, other.element.place) {
            case (.file(_, let line, let column), .file(_, let otherLine, let otherColumn)):
                (line, column, one.offset) < (otherLine, otherColumn, other.offset)
            default: one.offset < other.offset
            }
        }.map(\.element)
    }
}
