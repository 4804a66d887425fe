/// An invariant that did not hold.
struct Finding: Error {
    /// What should have been true, and what was instead.
    let statement: String

    /// Throws a finding with `statement` unless `condition` holds.
    static func unless(_ condition: Bool, _ statement: @autoclosure () -> String) throws(Finding) {
        if !condition { throw Finding(statement: statement()) }
    }
}
