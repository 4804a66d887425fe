import Glibc

/// What can be wrong with a setting; the value itself is told only where it cannot be a secret.
public enum ConfigurationProblem: Sendable, Hashable, CustomStringConvertible {
    /// The file is no YAML.
    case malformed(String)
    /// The file, or what it becomes when its aliases are followed, is longer than is read.
    case tooLarge(limit: Int, unit: String)
    /// There is no such key here.
    case unknownKey(known: [String], nearest: String?)
    /// The key stands here more than once.
    case duplicateKey
    /// A key that has to stand here does not.
    case missing(String)
    /// The value has another type, or another form, than it must.
    case wrong(expected: String, found: String?)
    /// There is nothing of that name.
    case unknown(kind: String, name: String, known: [String], nearest: String?)
    /// The environment variable is not set, or empty.
    case unset(variable: String)
    /// The file cannot be read.
    case unreadable(file: String, errno: Int32)
    /// The setting does not go with another one.
    case conflict(String)

    /// The problem and its remedy in one sentence.
    public var description: String {
        switch self {
        case .malformed(let reason): "this is not YAML: \(reason)"
        case .tooLarge(let limit, let unit): "too large: at most \(limit) \(unit) are read"
        case .unknownKey(let known, let nearest):
            "unknown key; " + (nearest.map { "did you mean '\($0)'?" } ?? "known here: \(Self.list(known))")
        case .duplicateKey: "this key stands here more than once; keep one of them"
        case .missing(let key): "'\(key)' is missing"
        case .wrong(let expected, let found): "must be \(expected)" + (found.map { ", not \($0)" } ?? "")
        case .unknown(let kind, let name, let known, let nearest):
            "there is no \(kind) '\(name)'; "
                + (nearest.map { "did you mean '\($0)'?" } ?? (known.isEmpty ? "none is configured" : Self.list(known)))
        case .unset(let variable): "the environment variable \(variable) is not set"
        case .unreadable(let file, let code): "cannot read \(file): \(String(cString: strerror(code)))"
        case .conflict(let reason): reason
        }
    }

    private static func list(_ words: [String]) -> String { words.joined(separator: ", ") }
}
