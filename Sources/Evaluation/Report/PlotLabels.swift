/// Finds a place for the name of each point of a plot where it covers no other name and no point.
struct PlotLabels: Sendable {
    /// A name and where its text begins.
    struct Placed: Sendable, Hashable {
        let text: String
        let x: Double
        /// The base line.
        let y: Double
    }

    private struct Box {
        let x: ClosedRange<Double>
        let y: ClosedRange<Double>

        func overlaps(_ other: Box) -> Bool { x.overlaps(other.x) && y.overlaps(other.y) }
    }

    /// The mean width of a character of the 12-pixel font, made a little too wide rather than too narrow.
    static let characterWidth = 7.4
    private static let height = 12.0
    private static let gap = 9.0

    /// Places the names of points that lie within a width.
    static func place(_ names: [(text: String, x: Double, y: Double)], within width: ClosedRange<Double>) -> [Placed] {
        var taken = names.map { Box(x: $0.x - 4...$0.x + 4, y: $0.y - 4...$0.y + 4) }
        return names.map { name in
            let candidates = candidates(for: name)
            let free = candidates.first { candidate in
                let box = box(of: candidate)
                return box.x.lowerBound >= width.lowerBound && box.x.upperBound <= width.upperBound
                    && !taken.contains { $0.overlaps(box) }
            }
            let chosen = free ?? candidates[0]
            taken.append(box(of: chosen))
            return chosen
        }
    }

    /// Right, left, then further and further above and below.
    private static func candidates(for name: (text: String, x: Double, y: Double)) -> [Placed] {
        let width = Double(name.text.count) * characterWidth
        let sides = [name.x + gap, name.x - gap - width]
        let offsets = [0.0] + (1...6).flatMap { [Double(-$0) * 14, Double($0) * 14] }
        return offsets.flatMap { offset in sides.map { Placed(text: name.text, x: $0, y: name.y + 4 + offset) } }
    }

    private static func box(of placed: Placed) -> Box {
        Box(
            x: placed.x...placed.x + Double(placed.text.count) * characterWidth,
            y: placed.y - height + 2...placed.y + 2)
    }
}
