import Glibc
import HoneService
import Logging

/// Writes a line to standard output at once, so that a script that waits for it sees it.
func printLine(_ line: String = "") {
    var bytes = Array((line + "\n").utf8)[...]
    while !bytes.isEmpty {
        let written = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
        guard written > 0 || errno == EINTR else { return }
        bytes = bytes.dropFirst(max(0, written))
    }
}

extension Logger {
    /// A logger of JSON lines that leaves standard output to what a program prints.
    static func toStandardError(_ level: Level) -> Logger {
        LoggingSystem.bootstrap { _ in JSONLogHandler(level: level) }
        return Logger(label: "hone")
    }
}
