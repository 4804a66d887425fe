/// A set, tuple or interval: members between brackets.
struct MathCollection {
    let members: [Bytes]
    private let open: String
    private let close: String

    /// Takes a piece apart that a pair of brackets encloses; a single member in round brackets is only grouped by them.
    init?(_ piece: Bytes) {
        let content: Bytes
        if piece.has("\\{", at: piece.startIndex), piece.count >= 4, piece.suffix(2).elementsEqual("\\}".utf8) {
            (open, close) = ("\\{", "\\}")
            content = piece.dropFirst(2).dropLast(2)
        } else if let first = piece.first, let last = piece.last, piece.count >= 2, "([".utf8.contains(first),
            ")]".utf8.contains(last)
        {
            (open, close) = (String(UnicodeScalar(first)), String(UnicodeScalar(last)))
            content = piece.dropFirst().dropLast()
        } else {
            return nil
        }
        guard content.isBalanced else { return nil }
        members = content.topLevelMembers
    }

    /// The collection with its members in canonical form, sorted and without repetitions if it is a set.
    func canonical(_ members: [String]) -> String {
        if open == "\\{" { return "\\{" + Set(members).sorted().joined(separator: ",") + "\\}" }
        if open == "(", close == ")", members.count == 1 { return members[0] }
        return open + members.joined(separator: ",") + close
    }
}

extension Bytes {
    /// Whether no bracket closes what was not opened inside.
    fileprivate var isBalanced: Bool {
        var depth = 0
        for byte in self {
            if "([{".utf8.contains(byte) { depth += 1 }
            if ")]}".utf8.contains(byte) { depth -= 1 }
            if depth < 0 { return false }
        }
        return depth == 0
    }
}
