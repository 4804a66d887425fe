@testable import HTTPServer

/// Work that a test spells out.
final class ClosureWork: RequestWork {
    private let body: @Sendable () async -> Void

    init(_ body: @escaping @Sendable () async -> Void) { self.body = body }

    func run() async { await body() }
}
