import Glibc

/// Why no load can be generated.
enum LoadError: Error, CustomStringConvertible {
    case cannotConnect(port: UInt16, errno: Int32)
    case noResources(errno: Int32)
    case cannotRead(path: String, errno: Int32)
    /// Some requests were not answered as they should have been; the report says how many and why.
    case failures(Int)

    var description: String {
        switch self {
        case .cannotConnect(let port, let errno): "cannot connect to port \(port): \(Self.text(errno))"
        case .noResources(let errno): "the system does not give what is needed: \(Self.text(errno))"
        case .cannotRead(let path, let errno): "cannot read \(path): \(Self.text(errno))"
        case .failures(let count): "\(count) requests failed"
        }
    }

    private static func text(_ errno: Int32) -> String { String(cString: strerror(errno)) }
}
