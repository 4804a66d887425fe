import Glibc

/// Reads files.
enum WholeFile {
    /// What is in the file at `path`.
    static func bytes(_ path: String) throws(LoadError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .cannotRead(path: path, errno: errno) }
        defer { close(descriptor) }
        var content: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            guard count >= 0 else { throw .cannotRead(path: path, errno: errno) }
            if count == 0 { return content }
            content += buffer[..<count]
        }
    }
}
