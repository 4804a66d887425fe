import Evaluation
import Testing

struct AccuracyPlotTests {
    static func plot(_ methods: [(label: String, samples: Int, right: Int)]) -> String {
        var board = Scoreboard(labels: methods.map(\.label))
        for question in 0..<20 {
            let results = methods.map {
                MethodResult(answer: nil, isCorrect: question < $0.right, samples: $0.samples, calls: 1)
            }
            board.add(TrialResult(key: TrialKey(id: "\(question)", hash: ""), gold: "g", results: results))
        }
        return AccuracyPlot(board).svg
    }

    static func attributes(_ name: String, of element: String, in svg: String) -> [Double] {
        svg.split(separator: "\n").filter { $0.hasPrefix("<\(element) ") }.compactMap { line in
            line.firstRange(of: " \(name)=\"").flatMap { Double(line[$0.upperBound...].prefix { $0 != "\"" }) }
        }
    }

    @Test func hasAPointABarAndANameForEachMethod() {
        let svg = Self.plot([("single", 1, 8), ("esc(a<b)", 9, 15), ("sc", 40, 16)])
        #expect(svg.hasPrefix("<svg xmlns=") && svg.hasSuffix("</svg>\n"))
        #expect(svg.ranges(of: #"<circle class="point""#).count == 3)
        #expect(svg.ranges(of: #"<line class="bar""#).count == 3)
        #expect(svg.contains(">single</text>") && svg.contains(">esc(a&lt;b)</text>"))
        #expect(svg.contains("prefers-color-scheme: dark"))
    }

    @Test func putsMoreSamplesToTheRightAndMoreAccuracyHigher() {
        let svg = Self.plot([("single", 1, 8), ("esc", 9, 15), ("sc", 40, 16)])
        let x = Self.attributes("cx", of: "circle", in: svg)
        let y = Self.attributes("cy", of: "circle", in: svg)
        #expect(x == x.sorted() && y == y.sorted(by: >))
        #expect((x + y).allSatisfy { $0 > 0 && $0 < 720 })
        // Equal ratios are equally far apart once costs span more than a factor of six.
        #expect(abs((x[1] - x[0]) / (x[2] - x[0]) - 0.5957) < 0.001)
    }

    @Test func isLinearAndBeginsAtZeroWhereCostsAreClose() {
        let svg = Self.plot([("a", 10, 8), ("b", 20, 8)])
        #expect(Self.attributes("cx", of: "circle", in: svg) == [382, 700])
    }

    @Test func coversNoNameWithAnother() {
        let svg = Self.plot((0..<5).map { ("method\($0)", 40, 16) } + [("single", 1, 8)])
        let names = svg.split(separator: "\n").filter { $0.contains(#"class="name""#) }
        #expect(names.count == 6 && Set(names.map { $0.prefix { $0 != ">" } }).count == 6)
    }

    @Test func standsOneMethodWithNothingRight() {
        #expect(Self.plot([("sc", 1, 0)]).contains("<circle"))
    }
}
