/// Reads lists as models write them: lines that begin with a dash, a bullet or a number, however long they go on.
enum ListReader {
    /// Items that are read; the rest of a longer list is left out.
    static let maxItems = 50

    /// The items, without their marks; empty if the text has no list.
    static func items(in text: String) -> [String] {
        var items: [String] = []
        for line in text.split(whereSeparator: \.isNewline) {
            if let mark = line.firstMatch(of: /^\s*(?:[-*•–]|\d{1,3}[.)])\s+/) {
                items.append(String(line[mark.range.upperBound...]))
            } else if !items.isEmpty, line.contains(where: { !$0.isWhitespace }) {
                items[items.count - 1] += " " + String(line.drop { $0.isWhitespace })
            }
        }
        return Array(items.lazy.filter { $0.contains { !$0.isWhitespace } }.prefix(maxItems))
    }
}
