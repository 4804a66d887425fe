/// One thing that is wrong with a configuration: where it stands, and what would be right.
public struct ConfigurationIssue: Sendable, Hashable, CustomStringConvertible {
    /// Where a setting comes from.
    public enum Place: Sendable, Hashable {
        /// A place in a file, counted from 1.
        case file(String, line: Int, column: Int)
        /// A file as a whole.
        case wholeFile(String)
        /// An environment variable.
        case variable(String)
        /// An option of the command line.
        case option(String)
        /// All settings together.
        case settings
    }

    /// Where it stands.
    public let place: Place
    /// The key's path, such as `upstreams.main.url`; empty for the file itself.
    public let path: String
    /// What is wrong.
    public let problem: ConfigurationProblem

    /// `hone.yaml:3:5: upstreams.main.url: …` on one line.
    public var description: String {
        let prefix =
            switch place {
            case .file(let file, let line, let column): "\(file):\(line):\(column): "
            case .wholeFile(let file): "\(file): "
            case .variable(let name): "\(name): "
            case .option(let name): "\(name): "
            case .settings: ""
            }
        return prefix + (path.isEmpty ? "" : "\(path): ") + problem.description
    }
}
