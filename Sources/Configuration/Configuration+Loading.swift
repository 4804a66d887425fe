import CurlClient
import Logging
import Upstream

extension Configuration {
    /// The environment variables that are read, each with what it says.
    public static var environmentVariables: [(name: String, meaning: String)] { EnvironmentVariables.known }

    /// Puts together what the file, the environment and the command line say; the later ones win.
    ///
    /// - Parameters:
    ///   - file: The file, if there is one.
    ///   - environment: All variables of the environment.
    ///   - flags: What the command line says.
    /// - Throws: `ConfigurationError` with all that is wrong.
    public static func load(
        file: String?, environment: [String: String], flags: Overrides = Overrides()
    ) throws(ConfigurationError) -> Configuration {
        guard let file else { return try load(nil, environment, flags) }
        let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? ""
        let current = Surroundings(environment: environment, folder: "")
        switch current.contents(of: file, limit: ConfigurationLimits.maxFileBytes) {
        case .success(let bytes):
            return try load(ConfigurationText(name: file, folder: folder, bytes: bytes), environment, flags)
        case .failure(let failure):
            let problem = ConfigurationProblem.unreadable(file: file, errno: failure.errno)
            throw ConfigurationError(issues: [ConfigurationIssue(place: .settings, path: "", problem: problem)])
        }
    }

    /// The same with the text of the file.
    static func load(
        _ text: ConfigurationText?, _ environment: [String: String], _ flags: Overrides = Overrides()
    ) throws(ConfigurationError) -> Configuration {
        let log = IssueLog(file: text?.name ?? "")
        var sections = FileSections()
        if let text, let root = YAMLFile.read(text.bytes, log) {
            sections = FileSections(root, Surroundings(environment: environment, folder: text.folder))
        }
        let variables = EnvironmentVariables(environment)
        var assembly = ConfigurationAssembly(sections: sections, overrides: flags.over(variables.overrides))
        // What could not be read would look as if it were missing.
        let configuration = log.issues.isEmpty && variables.issues.isEmpty ? assembly.assemble() : nil
        let issues = log.sorted + variables.issues + assembly.issues
        guard issues.isEmpty, var configuration else { throw ConfigurationError(issues: issues) }
        configuration.warnings = variables.warnings
        return configuration
    }
}

/// The text of a configuration file.
struct ConfigurationText {
    /// What its user calls it.
    let name: String
    /// Where it stands.
    let folder: String
    let bytes: [UInt8]
}
