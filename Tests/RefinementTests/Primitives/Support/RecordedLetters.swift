import Foundation
import JSON

/// What GPT-3.5 answered to 500 last-letters questions, 40 times each; where these recordings, which have no licence,
/// lie beside the repository or where `HONE_SHARED` says.
enum RecordedLetters {
    static let path: String? = {
        let shared =
            ProcessInfo.processInfo.environment["HONE_SHARED"]
            ?? URL(filePath: #filePath).appending(path: "../../../../../../shared").standardized.path()
        let path = shared + "/data/lastletters_gpt35_esc.jsonl"
        return FileManager.default.fileExists(atPath: path) ? path : nil
    }()

    struct Question {
        /// An empty answer is an answer here, as in the official scripts.
        let answers: [String]
        let gold: String
    }

    static func questions() throws -> [Question] {
        let text = try Data(contentsOf: URL(filePath: path ?? ""))
        return try text.split(separator: UInt8(ascii: "\n")).map { line in
            let json = try JSON(parsing: line)
            return Question(
                answers: json["answers"]?.array?.compactMap(\.string) ?? [], gold: json["gold"]?.string ?? "")
        }
    }
}

extension Sequence where Element: Hashable {
    /// How often each value occurs, from most to fewest.
    var counts: [Int] { Dictionary(grouping: self, by: \.self).values.map(\.count).sorted(by: >) }
}
