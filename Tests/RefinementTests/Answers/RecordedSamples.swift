import Foundation
import JSON

/// Recorded answers of real models, which lie beside the repository and never in it.
enum RecordedSamples {
    /// The folder they lie in: `$HONE_SHARED`, or `../shared` beside the package.
    static let folder: URL? = {
        let named = ProcessInfo.processInfo.environment["HONE_SHARED"].map { URL(filePath: $0) }
        let package = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        let candidates = [named, package.appending(path: "../shared"), package.appending(path: "../../shared")]
        return candidates.compactMap { $0?.standardizedFileURL }.first { exists("data", in: $0) }
    }()

    /// Whether the file can be read here.
    static func has(_ path: String) -> Bool { folder.map { exists(path, in: $0) } ?? false }

    /// The lines of a file, each a JSON value; `.gz` files are unpacked.
    static func lines(_ path: String) throws -> [JSON] {
        guard let folder else { return [] }
        let file = folder.appending(path: path)
        let bytes = path.hasSuffix(".gz") ? try unpacked(file) : try Data(contentsOf: file)
        return try bytes.split(separator: 0x0A).map { try JSON(parsing: $0) }
    }

    private static func exists(_ path: String, in folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: path).path())
    }

    private static func unpacked(_ file: URL) throws -> Data {
        let gzip = Process()
        let output = Pipe()
        gzip.executableURL = URL(filePath: "/usr/bin/env")
        gzip.arguments = ["gzip", "-dc", file.path()]
        gzip.standardOutput = output
        try gzip.run()
        let bytes = output.fileHandleForReading.readDataToEndOfFile()
        gzip.waitUntilExit()
        return bytes
    }
}
