/// A path with places to fill: `/v1/runs/{id}`, `/v1/*`.
///
/// Every `{name}` stands for exactly one segment that is not empty; a `*` at the end for the rest of the path, be it
/// empty or of several segments, and is captured under the name `*`.
struct RoutePattern: Sendable, Hashable {
    enum Segment: Sendable, Hashable {
        case literal(String)
        case capture(String)
        case rest
    }

    let segments: [Segment]

    /// The one path that the pattern stands for; nil if it takes parts out of paths.
    var literalPath: String? {
        var path = ""
        for segment in segments {
            guard case .literal(let text) = segment else { return nil }
            path += "/" + text
        }
        return path
    }

    /// The pattern that `text` spells; it begins with `/`, and a `*` can only be its last segment.
    init(_ text: String) {
        precondition(text.hasPrefix("/"), "a route begins with a slash: \(text)")
        let parts = text.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        segments = parts.enumerated().map { index, part in
            if part == "*" {
                precondition(index == parts.count - 1, "only the last segment of a route can be a star: \(text)")
                return .rest
            }
            guard part.hasPrefix("{"), part.hasSuffix("}") else { return .literal(String(part)) }
            return .capture(String(part.dropFirst().dropLast()))
        }
    }
}
