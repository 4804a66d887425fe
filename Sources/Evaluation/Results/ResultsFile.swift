import Glibc

/// A file of results that grows line by line and can be taken up again after anything that ends the program.
public final class ResultsFile {
    private let path: String
    private let descriptor: Int32
    private let settings: EvaluationSettings
    private let labels: [String]
    private let earlier: EarlierResults

    /// Opens a file, or makes it; a torn last line is cut off.
    ///
    /// - Throws: `EvaluationError` if that cannot be done, if another process writes there, or if the results in it were
    ///   made with other settings.
    public init(path: String, settings: EvaluationSettings, labels: [String]) throws(EvaluationError) {
        let descriptor = open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw .file(path: path, reason: String(cString: strerror(errno))) }
        do throws(EvaluationError) {
            guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
                throw .file(path: path, reason: "another evaluation is writing there")
            }
            let bytes = try FileBytes.rest(of: descriptor, path: path)
            earlier = try EarlierResults(parsing: bytes, settings: settings, labels: labels)
            if earlier.wholeBytes < bytes.count, ftruncate(descriptor, off_t(earlier.wholeBytes)) != 0 {
                throw .file(path: path, reason: String(cString: strerror(errno)))
            }
        } catch {
            close(descriptor)
            throw error
        }
        self.path = path
        self.descriptor = descriptor
        self.settings = settings
        self.labels = labels
    }

    deinit { close(descriptor) }

    /// What the file already says about these trials.
    ///
    /// - Throws: `EvaluationError.otherQuestion` if one of them has changed since.
    public func results(of trials: [Trial]) throws(EvaluationError) -> [TrialResult] {
        try earlier.results(of: trials.map(\.key))
    }

    /// Writes a trial's results, all in one piece.
    ///
    /// - Throws: `EvaluationError.file`.
    public func append(_ trial: TrialResult) throws(EvaluationError) {
        let line = ResultLine(trial: trial, settings: settings, labels: labels).utf8
        let written = line.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        guard written == line.count else {
            throw .file(path: path, reason: written < 0 ? String(cString: strerror(errno)) : "the disk is full")
        }
    }

    /// Waits until all that was written is safe.
    ///
    /// - Throws: `EvaluationError.file`.
    public func synchronize() throws(EvaluationError) {
        // A pipe or a device has nothing to wait for.
        guard fsync(descriptor) == 0 || errno == EINVAL else {
            throw .file(path: path, reason: String(cString: strerror(errno)))
        }
    }
}
