import Refinement

/// How much of an answer's text a streaming client has been told while it was being generated.
struct ToldText {
    private var bytes = 0

    /// Notes that so much more was told.
    mutating func add(_ text: String) { bytes += text.utf8.count }

    /// What of the whole text is still to be told.
    func rest(of text: String) -> String {
        String(decoding: text.utf8.dropFirst(bytes), as: UTF8.self)
    }
}
