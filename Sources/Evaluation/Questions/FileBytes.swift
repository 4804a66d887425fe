import Glibc

/// Reads whole files, those that are packed with gzip as what is in them.
public enum FileBytes {
    private static let gzipMagic: [UInt8] = [0x1F, 0x8B]
    private static let pieceBytes = 1 << 16

    /// All bytes of a file.
    ///
    /// - Throws: `EvaluationError.file`.
    public static func contents(of path: String) throws(EvaluationError) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(path: path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        let bytes = try rest(of: descriptor, path: path)
        guard bytes.starts(with: gzipMagic) else { return bytes }
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw .file(path: path, reason: "packed, and no file") }
        return try unpacked(descriptor, path: path)
    }

    /// Writes a file, in place of what was there.
    ///
    /// - Throws: `EvaluationError.file`.
    public static func write(_ bytes: [UInt8], to path: String) throws(EvaluationError) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .file(path: path, reason: String(cString: strerror(errno))) }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            guard written > 0 || errno == EINTR else {
                throw .file(path: path, reason: String(cString: strerror(errno)))
            }
            rest = rest.dropFirst(max(0, written))
        }
    }

    /// What can still be read from a descriptor.
    static func rest(of descriptor: Int32, path: String) throws(EvaluationError) -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: pieceBytes)
        while true {
            let count = read(descriptor, &piece, piece.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .file(path: path, reason: String(cString: strerror(errno))) }
            guard count > 0 else { return bytes }
            bytes += piece[..<count]
        }
    }

    /// Lets `gzip` read the file from its standard input, so that no name has to be quoted.
    private static func unpacked(_ descriptor: Int32, path: String) throws(EvaluationError) -> [UInt8] {
        var pipeEnds: [Int32] = [0, 0]
        guard pipe(&pipeEnds) == 0 else { throw .file(path: path, reason: String(cString: strerror(errno))) }
        defer { close(pipeEnds[0]) }
        for end in pipeEnds { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, descriptor, STDIN_FILENO)
        posix_spawn_file_actions_adddup2(&actions, pipeEnds[1], STDOUT_FILENO)
        var process: pid_t = 0
        let code = "gzip".withCString { gzip in
            "-dc".withCString { flags in
                var arguments = [UnsafeMutablePointer(mutating: gzip), UnsafeMutablePointer(mutating: flags), nil]
                return posix_spawnp(&process, gzip, &actions, nil, &arguments, environ)
            }
        }
        close(pipeEnds[1])
        guard code == 0 else { throw .file(path: path, reason: "cannot run gzip: \(String(cString: strerror(code)))") }
        let bytes = try rest(of: pipeEnds[0], path: path)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0, errno == EINTR {}
        guard status == 0 else { throw .file(path: path, reason: "gzip cannot unpack it") }
        return bytes
    }
}
