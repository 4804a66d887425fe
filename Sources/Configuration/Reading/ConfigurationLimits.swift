/// How much of a configuration is read.
enum ConfigurationLimits {
    /// Bytes of the file.
    static let maxFileBytes = 1024 * 1024
    /// Values in the file once its aliases are followed; without a bound a few lines of aliases of aliases are billions.
    static let maxValues = 100_000
    /// Bytes of a file that holds a key.
    static let maxKeyFileBytes = 16 * 1024
    /// The longest span of time: a week.
    static let maxDuration: Duration = .seconds(7 * 86_400)
}
