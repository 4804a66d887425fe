import Configuration
import Glibc

/// Where the settings of one `hone serve` come from, again and again.
struct ServeSettings: Sendable {
    /// The file, if there is one.
    let file: String?
    let environment: [String: String]
    let flags: Overrides

    /// Reads them.
    ///
    /// - Throws: `CommandFailure` with all that is wrong.
    func load() throws(CommandFailure) -> Configuration {
        do {
            return try Configuration.load(file: file, environment: environment, flags: flags)
        } catch {
            let count = error.issues.count
            let heading = count == 1 ? "The configuration is wrong:" : "\(count) things in the configuration are wrong:"
            throw CommandFailure(([heading] + error.issues.map { "  \($0)" }).joined(separator: "\n"))
        }
    }

    /// The variables of the process.
    static var environment: [String: String] {
        var variables: [String: String] = [:]
        var next = environ
        while let entry = next.pointee {
            let text = String(cString: entry)
            if let equals = text.firstIndex(of: "=") {
                variables[String(text[..<equals])] = String(text[text.index(after: equals)...])
            }
            next += 1
        }
        return variables
    }
}
