import Foundation
import Synchronization

/// A TLS server of the `openssl` program with a certificate authority, a server and a client certificate made for it.
///
/// It wants to see a client certificate and answers every request with 200.
final class OpenSSLServer {
    /// Where `openssl` is, nil if it is not installed.
    static let program = ["/usr/bin/openssl", "/usr/local/bin/openssl"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }

    /// The port on 127.0.0.1.
    private(set) var port = 0
    private let folder: String
    private let server = Process()

    init() async throws {
        folder = FileManager.default.temporaryDirectory.path + "/hone-tls-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try await openssl("req -x509 \(Self.newKey) -days 2 -keyout ca.key -out ca.pem -subj /CN=Authority")
        for name in ["server", "client"] {
            try await openssl(
                "req \(Self.newKey) -keyout \(name).key -out \(name).csr -subj /CN=\(name)"
                    + " -addext subjectAltName=IP:127.0.0.1")
            try await openssl(
                "x509 -req -in \(name).csr -CA ca.pem -CAkey ca.key -copy_extensions copy -days 2 -out \(name).pem")
        }
        try await serve()
    }

    deinit {
        if server.isRunning { server.terminate() }
        try? FileManager.default.removeItem(atPath: folder)
    }

    /// The path of `ca.pem`, `client.pem` or `client.key`.
    func path(_ file: String) -> String { folder + "/" + file }

    private static let newKey = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes"

    private struct Failure: Error {
        let command: String
    }

    private func openssl(_ arguments: String) async throws {
        let process = Process()
        prepare(process, arguments)
        let status: Int32 = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
        guard status == 0 else { throw Failure(command: arguments) }
    }

    private func prepare(_ process: Process, _ arguments: String) {
        process.executableURL = URL(fileURLWithPath: Self.program ?? "")
        process.arguments = arguments.split(separator: " ").map(String.init)
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
    }

    /// Starts the server on a free port, which it tells in its first words.
    private func serve() async throws {
        prepare(
            server,
            "s_server -accept 127.0.0.1:0 -cert server.pem -key server.key -CAfile ca.pem -Verify 1"
                + " -verify_return_error -www")
        let output = Pipe()
        server.standardOutput = output
        let (pieces, continuation) = AsyncStream.makeStream(of: Data.self)
        output.fileHandleForReading.readabilityHandler = { handle in
            let data = handle.availableData
            if data.isEmpty { continuation.finish() } else { continuation.yield(data) }
        }
        try server.run()
        var words = ""
        for await piece in pieces {
            words += String(decoding: piece, as: UTF8.self)
            let line = words.split(separator: "\n", omittingEmptySubsequences: false).dropLast().first {
                $0.hasPrefix("ACCEPT ")
            }
            if let port = line?.split(separator: ":").last.flatMap({ Int($0) }) {
                self.port = port
                break
            }
        }
        output.fileHandleForReading.readabilityHandler = nil
        guard port != 0 else { throw Failure(command: "s_server") }
    }
}
