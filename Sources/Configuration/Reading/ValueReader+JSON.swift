import JSON
import Yams

extension ValueReader {
    /// A mapping as an object of JSON, for settings whose form others know.
    func object() -> JSON.Object? {
        guard let object = json.object else {
            refuse(expected: "a mapping from names to values")
            return nil
        }
        return object
    }

    private var json: JSON {
        switch node {
        case .mapping(let mapping):
            .object(
                JSON.Object(
                    mapping.compactMap { key, value in
                        key.scalar.map { JSON.Member($0.string, ValueReader(value, path: path, log: log).json) }
                    }))
        case .sequence(let sequence): .array(sequence.map { ValueReader($0, path: path, log: log).json })
        case .scalar, .alias: scalarJSON
        }
    }

    /// Words in quotes are text; the others are what JSON would read them as, else text too.
    private var scalarJSON: JSON {
        if isNull { return .null }
        guard let plain else { return .string(spelling ?? "") }
        switch plain {
        case "true", "True", "TRUE": return true
        case "false", "False", "FALSE": return false
        default:
            guard let value = try? JSON(parsing: Array(plain.utf8)), case .number = value else { return .string(plain) }
            return value
        }
    }
}
