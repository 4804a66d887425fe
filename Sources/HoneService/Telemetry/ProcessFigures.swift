import Glibc

/// What the system knows of this process.
struct ProcessFigures {
    /// Bytes of resident memory.
    var residentBytes = 0
    /// Open file descriptors.
    var descriptors = 0
    /// Seconds of processor time, user and system.
    var processorSeconds = 0.0

    /// Reads `/proc/self`; what is not there stays 0.
    static func read() -> ProcessFigures {
        var figures = ProcessFigures()
        let pages = text(of: "/proc/self/statm").split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        figures.residentBytes = pages * sysconf(Int32(_SC_PAGESIZE))
        if let folder = opendir("/proc/self/fd") {
            while readdir(folder) != nil { figures.descriptors += 1 }
            closedir(folder)
            // The two dots, and the descriptor of the folder itself.
            figures.descriptors -= 3
        }
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        figures.processorSeconds = Double(time.tv_sec) + Double(time.tv_nsec) / 1_000_000_000
        return figures
    }

    /// Adds them to the metrics, by the names that Prometheus' own clients use.
    func write(to metrics: inout MetricStore) {
        metrics.set(.memory, to: Double(residentBytes))
        metrics.set(.descriptors, to: Double(descriptors))
        metrics.set(.processor, to: processorSeconds)
    }

    private static func text(of path: String) -> String {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return "" }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = bytes.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress, $0.count) }
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
}
