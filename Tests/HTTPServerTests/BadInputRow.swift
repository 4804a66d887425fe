import Foundation
import Testing

/// A row of the table of bad input, `Tests/Data/bad-input.json`: what a client sends and what it is answered.
///
/// `Scripts/prove/bad-input` sends all rows to a whole Hone; here are those that a server without Hone's routes can show,
/// and that need no more than bytes and a second request after them.
struct BadInputRow: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var bytes: [UInt8]
    var status: Int
    /// Whether nothing after it is served.
    var ends: Bool

    /// The rows; a file that cannot be read gives none, which the tests see.
    static let all: [BadInputRow] = {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../Data/bad-input.json")
        guard let data = try? Data(contentsOf: file), let rows = try? JSONDecoder().decode([Line].self, from: data)
        else { return [] }
        return rows.compactMap(BadInputRow.init)
    }()

    /// A row as it stands in the file.
    private struct Line: Decodable {
        var section: String
        var name: String
        var request: [Part]
        var status: Int
        var ends: Bool
        /// Which server it is for, if not for every one: `server` or `hone`.
        var only: String?
        /// What the request after it is answered, if not 200.
        var next: Int?
        var halfClose: Bool?
    }

    /// A text, or one that is repeated; scalars up to U+00FF stand for single bytes.
    private struct Part: Decodable {
        var text: String

        init(from decoder: any Decoder) throws {
            if let text = try? decoder.singleValueContainer().decode(String.self) {
                self.text = text
            } else {
                let repeated = try Repeated(from: decoder)
                text = String(repeating: repeated.repeat, count: repeated.times)
            }
        }
    }

    private struct Repeated: Decodable {
        var `repeat`: String
        var times: Int
    }

    private init?(_ line: Line) {
        let text = line.request.map(\.text).joined().replacing("{base}", with: "")
        // An interim answer is no matter of this table's here; ContinueTests has it.
        guard line.only != "hone", line.next == nil, line.halfClose != true, !text.contains("100-continue") else {
            return nil
        }
        testDescription = "\(line.section): \(line.name)"
        bytes = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        status = line.status
        ends = line.ends
    }
}
