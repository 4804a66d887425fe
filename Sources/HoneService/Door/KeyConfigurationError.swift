/// Why a key cannot be configured.
public enum KeyConfigurationError: Error, Equatable, CustomStringConvertible {
    /// The digest is not `sha256:` and 64 hexadecimal digits.
    case malformedDigest

    /// What is wrong, without the text at fault.
    public var description: String {
        switch self {
        case .malformedDigest: "a digest is 'sha256:' and 64 hexadecimal digits, as 'hone key' prints it"
        }
    }
}
