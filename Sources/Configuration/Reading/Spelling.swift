/// Which of the known words somebody meant.
enum Spelling {
    /// The known word nearest to `word`, if it is near enough to be meant.
    static func nearest(to word: String, among known: [String]) -> String? {
        let allowed = max(1, word.count / 3)
        let near = known.map { (word: $0, distance: distance(word, $0)) }.min { $0.distance < $1.distance }
        // Who writes 'key' means 'key_env', far as it is.
        return near.flatMap { $0.distance <= allowed ? $0.word : nil } ?? known.first { $0.hasPrefix("\(word)_") }
    }

    /// Insertions, deletions, substitutions, and neighbours that changed places, at least.
    static func distance(_ one: String, _ other: String) -> Int {
        let one = Array(one.lowercased().unicodeScalars.map { $0 == "-" ? "_" : $0 })
        let other = Array(other.lowercased().unicodeScalars.map { $0 == "-" ? "_" : $0 })
        var rows = [Array(0...other.count)]
        for i in 0..<one.count {
            var row = [i + 1]
            for j in 0..<other.count {
                var best = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (one[i] == other[j] ? 0 : 1))
                if i > 0, j > 0, one[i] == other[j - 1], one[i - 1] == other[j] {
                    best = min(best, rows[i - 1][j - 1] + 1)
                }
                row.append(best)
            }
            rows.append(row)
        }
        return rows[one.count][other.count]
    }
}
