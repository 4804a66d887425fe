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
        let folder = file.flatMap { $0.lastIndex(of: "/").map { file?[..<$0] ?? "" } }.map(String.init) ?? ""
        let log = IssueLog(file: file ?? "")
        var sections = FileSections()
        if let file {
            let surroundings = Surroundings(environment: environment, folder: "")
            switch surroundings.contents(of: file, limit: ConfigurationLimits.maxFileBytes) {
            case .failure(let failure): log.add(.unreadable(file: file, errno: failure.errno), at: nil, path: "")
            case .success(let bytes):
                if let root = YAMLFile.read(bytes, log) {
                    sections = FileSections(root, Surroundings(environment: environment, folder: folder))
                }
            }
        }
        let variables = EnvironmentVariables(environment)
        var assembly = ConfigurationAssembly(sections: sections, overrides: flags.over(variables.overrides))
        // A file that could not be read leaves everything else looking wrong.
        let configuration = log.issues.isEmpty ? assembly.configuration : nil
        let issues = log.sorted + variables.issues + assembly.issues
        guard issues.isEmpty, var configuration else { throw ConfigurationError(issues: issues) }
        configuration.warnings = variables.warnings
        return configuration
    }
}
