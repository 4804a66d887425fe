import Glibc

/// What a configuration refers to outside of itself: variables and files.
struct Surroundings {
    let environment: [String: String]
    /// The folder that relative paths begin in; empty for the current one.
    let folder: String

    /// What is wrong with a file.
    struct Failure: Error {
        let errno: Int32
    }

    /// Paths begin where the configuration file stands, whatever the current folder is.
    func resolved(_ path: String) -> String {
        path.hasPrefix("/") || folder.isEmpty ? path : "\(folder)/\(path)"
    }

    /// Reads a file; one that is longer than `limit` fails with EFBIG.
    func contents(of path: String, limit: Int) -> Result<[UInt8], Failure> {
        let descriptor = open(resolved(path), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { return .failure(Failure(errno: errno)) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = Glibc.read(descriptor, &buffer, buffer.count)
            if count < 0 {
                if errno == EINTR { continue }
                return .failure(Failure(errno: errno))
            }
            if count == 0 { return .success(bytes) }
            bytes += buffer[..<count]
            guard bytes.count <= limit else { return .failure(Failure(errno: EFBIG)) }
        }
    }
}
