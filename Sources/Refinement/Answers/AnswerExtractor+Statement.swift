extension AnswerExtractor {
    /// The answer in a text that is meant to be nothing but an answer, written by a model that read it elsewhere.
    func answer(stating text: String) -> Answer? {
        switch resolvedType {
        case .json, .code, .regex: return answer(in: text, isTruncated: false)
        default:
            let line = Bytes(text).trimmed()
            let statement = line[..<line.lineEnd(from: line.startIndex)].text
            return answer(in: "The answer is \(statement)", isTruncated: false)
        }
    }
}
