import HTTP
import HTTPTypes

/// Routes by path and method; what is found depends on the patterns alone, not on the order in which they were added.
///
/// At each segment a literal goes before a capture and a capture before `*`.
struct RouteTree: Sendable {
    /// A route at one path.
    struct Entry {
        let method: HTTPRequest.Method
        /// Its number.
        let route: Int
    }

    private struct Node: Sendable {
        var literals: [Substring: Int] = [:]
        var capture: (name: String, node: Int)?
        var rest: Int?
        var methods: [Entry] = []
    }

    /// The routes at one path, and what the pattern took out of it.
    struct Match {
        let methods: [Entry]
        let captures: PathCaptures

        /// The number of the route for `method`.
        func route(of method: HTTPRequest.Method) -> Int? {
            for entry in methods where entry.method == method { return entry.route }
            return nil
        }
    }

    private var nodes = [Node()]
    /// The nodes of patterns that take nothing out of a path: these go before all others at their path.
    private var literalPaths: [String: Int] = [:]

    /// Every method that some route has, in the order they were added.
    private(set) var allMethods: [HTTPRequest.Method] = []

    mutating func insert(_ route: Int, method: HTTPRequest.Method, at pattern: RoutePattern) {
        var index = 0
        for segment in pattern.segments { index = child(of: index, for: segment) }
        if let path = pattern.literalPath { literalPaths[path] = index }
        precondition(
            !nodes[index].methods.contains { $0.method == method }, "two routes for the same method and path")
        nodes[index].methods.append(Entry(method: method, route: route))
        if !allMethods.contains(method) { allMethods.append(method) }
    }

    /// The routes at `path`, which begins with `/`; nil when there are none.
    func match(_ path: String) -> Match? {
        if let index = literalPaths[path] { return Match(methods: nodes[index].methods, captures: PathCaptures()) }
        guard path.utf8.first == UInt8(ascii: "/") else { return nil }
        let segments = path.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        return match(segments[...], from: 0, PathCaptures())
    }

    private func match(_ segments: ArraySlice<Substring>, from index: Int, _ captures: PathCaptures) -> Match? {
        let node = nodes[index]
        guard let segment = segments.first else {
            return node.methods.isEmpty ? nil : Match(methods: node.methods, captures: captures)
        }
        if let next = node.literals[segment], let found = match(segments.dropFirst(), from: next, captures) {
            return found
        }
        if let (name, next) = node.capture, !segment.isEmpty {
            var captures = captures
            // The head parser lets no malformed escape through; bytes that are not UTF-8 stay as they were written.
            captures.add(name, (try? PercentEncoding.decode(segment)) ?? String(segment))
            if let found = match(segments.dropFirst(), from: next, captures) { return found }
        }
        guard let next = node.rest, let last = segments.last else { return nil }
        var captures = captures
        captures.add("*", String(segment.base[segment.startIndex..<last.endIndex]))
        return Match(methods: nodes[next].methods, captures: captures)
    }

    private mutating func child(of index: Int, for segment: RoutePattern.Segment) -> Int {
        let existing: Int? =
            switch segment {
            case .literal(let text): nodes[index].literals[text[...]]
            case .capture: nodes[index].capture?.node
            case .rest: nodes[index].rest
            }
        if let existing { return existing }
        nodes.append(Node())
        let new = nodes.count - 1
        switch segment {
        case .literal(let text): nodes[index].literals[text[...]] = new
        case .capture(let name): nodes[index].capture = (name, new)
        case .rest: nodes[index].rest = new
        }
        return new
    }
}
