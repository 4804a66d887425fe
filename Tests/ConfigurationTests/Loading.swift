@testable import Configuration

/// Loads a text as if it were the file `hone.yaml`.
func load(
    _ yaml: String, environment: [String: String] = [:], flags: Overrides = Overrides()
) throws(ConfigurationError) -> Configuration {
    let text = ConfigurationText(name: "hone.yaml", folder: "/nowhere", bytes: Array(yaml.utf8))
    return try Configuration.load(text, environment, flags)
}

/// All that is wrong with a text, line by line.
func problems(_ yaml: String, environment: [String: String] = [:], flags: Overrides = Overrides()) -> [String] {
    do {
        _ = try load(yaml, environment: environment, flags: flags)
        return []
    } catch {
        return error.issues.map(\.description)
    }
}
