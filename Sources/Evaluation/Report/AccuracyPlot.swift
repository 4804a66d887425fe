/// Accuracy over cost as an SVG picture: one point per method, with its 95 % interval as a bar.
///
/// The picture has no ground of its own and changes its colours with the reader's, so that it can be read on light and
/// on dark pages; names have a rim in the ground's colour, so that a line behind them does not matter.
public struct AccuracyPlot: Sendable {
    private static let width = 720.0
    private static let height = 420.0
    private static let left = 64.0
    private static let right = 700.0
    private static let top = 20.0
    private static let bottom = 364.0

    private let summaries: [MethodSummary]
    private let x: PlotAxis
    private let y: PlotAxis

    /// The plot of what was counted.
    public init(_ scoreboard: Scoreboard) {
        summaries = scoreboard.summaries
        x = PlotAxis.cost(summaries.map(\.samplesPerTrial))
        y = PlotAxis.linear(summaries.flatMap { [$0.interval.lower * 100, $0.interval.upper * 100] })
    }

    /// The picture.
    public var svg: String {
        ([head, Self.style] + grid + axisTitles + bars + points + names + ["</svg>", ""]).joined(separator: "\n")
    }

    private var head: String {
        let size = "\(Self.number(Self.width)) \(Self.number(Self.height))"
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size)" role="img" \
            aria-label="Accuracy over samples per question">
            """
    }

    private static let style = """
        <style>
          text { font-family: system-ui, sans-serif; font-size: 12px; fill: #424a53; }
          .grid { stroke: #d0d7de; }
          .bar { stroke: #218bff; stroke-width: 1.5; opacity: 0.6; }
          .point { fill: #0969da; }
          .name { font-weight: 600; paint-order: stroke; stroke: #ffffff; stroke-width: 3px; stroke-linejoin: round; }
          @media (prefers-color-scheme: dark) {
            text { fill: #b1bac4; }
            .grid { stroke: #3d444d; }
            .bar { stroke: #4493f8; }
            .point { fill: #58a6ff; }
            .name { stroke: #0d1117; }
          }
        </style>
        """

    private var grid: [String] {
        let vertical = x.marks.flatMap { mark in
            [
                Self.line("grid", across(mark), Self.top, across(mark), Self.bottom),
                Self.text(Self.mark(mark), across(mark), Self.bottom + 18, anchor: "middle"),
            ]
        }
        let level = y.marks.flatMap { mark in
            [
                Self.line("grid", Self.left, height(of: mark), Self.right, height(of: mark)),
                Self.text(Self.mark(mark), Self.left - 8, height(of: mark) + 4, anchor: "end"),
            ]
        }
        return vertical + level
    }

    private var axisTitles: [String] {
        let middle = (Self.top + Self.bottom) / 2
        return [
            Self.text("samples per question", (Self.left + Self.right) / 2, Self.height - 12, anchor: "middle"),
            """
            <text transform="translate(16 \(Self.number(middle))) rotate(-90)" text-anchor="middle">accuracy (%)</text>
            """,
        ]
    }

    private var bars: [String] {
        summaries.map { summary in
            let x = across(summary.samplesPerTrial)
            return Self.line(
                "bar", x, height(of: summary.interval.lower * 100), x, height(of: summary.interval.upper * 100))
        }
    }

    private var points: [String] {
        summaries.map { summary in
            let (x, y) = (across(summary.samplesPerTrial), height(of: summary.accuracy * 100))
            return #"<circle class="point" cx="\#(Self.number(x))" cy="\#(Self.number(y))" r="4"/>"#
        }
    }

    private var names: [String] {
        let points = summaries.map {
            (text: $0.label, x: across($0.samplesPerTrial), y: height(of: $0.accuracy * 100))
        }
        return PlotLabels.place(points, within: Self.left...Self.right).map {
            Self.text($0.text, $0.x, $0.y, anchor: "start", style: "name")
        }
    }

    private func across(_ value: Double) -> Double {
        Self.left + x.position(of: value) * (Self.right - Self.left)
    }

    private func height(of value: Double) -> Double {
        Self.bottom - y.position(of: value) * (Self.bottom - Self.top)
    }

    private static func line(_ style: String, _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double) -> String {
        #"<line class="\#(style)" x1="\#(number(x1))" y1="\#(number(y1))" x2="\#(number(x2))" y2="\#(number(y2))"/>"#
    }

    private static func text(
        _ text: String, _ x: Double, _ y: Double, anchor: String, style: String? = nil
    ) -> String {
        let style = style.map { #" class="\#($0)""# } ?? ""
        return #"<text\#(style) x="\#(number(x))" y="\#(number(y))" text-anchor="\#(anchor)">\#(escaped(text))</text>"#
    }

    private static func escaped(_ text: String) -> String {
        text.map { character in
            switch character {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            default: String(character)
            }
        }.joined()
    }

    /// A coordinate.
    private static func number(_ value: Double) -> String {
        let text = abs(value).fixed(1)
        return value < 0 ? "-\(text)" : text
    }

    /// The value at a mark, without digits that say nothing.
    private static func mark(_ value: Double) -> String {
        value == value.rounded() ? value.fixed(0) : value.fixed(value.magnitude < 0.1 ? 3 : 1)
    }
}
