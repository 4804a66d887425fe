import Refinement
import Testing

/// Equality is an equivalence relation, and a canonical form is its own canonical form.
struct AnswerEquivalenceTests {
    /// Spellings of the same value, many values.
    static let classes: [[String]] = {
        var classes: [[String]] = []
        for value in [0, 1, 2, 7, 18, 40, 125, 1000, 1234, 98765] {
            let text = String(value)
            let grouped = value >= 1000 ? "\(value / 1000),\(String(text.suffix(3)))" : text
            classes.append([
                text, grouped, "\(text).0", "\(text).000", "+\(text)", "0\(text)", "$\(grouped)", "\(text)e0",
                "\(value * 3)/3",
                #"\frac{\#(value * 4)}{4}"#, #"\$\#(text)"#, "\(text) apples", #"\text{}\#(text)"#, "\(text)%",
            ])
            if value > 0 {
                classes.append([
                    "-\(text)", "\u{2212}\(text)", "-\(text).00", #"-\frac{\#(value * 2)}{2}"#,
                    #"\frac{-\#(value * 5)}{5}"#,
                ])
            }
        }
        for denominator in [2, 3, 4, 6, 7, 8, 12, 40, 99] {
            for numerator in [1, 5, 11, 13] where numerator % denominator != 0 {
                let whole = numerator / denominator
                let rest = numerator % denominator
                let mixed = whole > 0 ? "\(whole) \(rest)/\(denominator)" : "\(numerator)/\(denominator)"
                classes.append([
                    "\(numerator)/\(denominator)", "\(numerator * 6)/\(denominator * 6)", mixed,
                    #"\frac{\#(numerator)}{\#(denominator)}"#, #"\dfrac{\#(numerator * 2)}{\#(denominator * 2)}"#,
                    "\(numerator) / \(denominator)", "\(numerator).0/\(denominator)",
                ])
            }
        }
        classes += [
            [#"\sqrt2"#, #"\sqrt{2}"#, #"\sqrt 2"#, "√2", #"\left(\sqrt2\right)"#], [#"2\sqrt{2}"#, #"2 \sqrt 2"#],
            [#"(1,2)"#, #"\left( 1.0, \frac{4}{2} \right)"#], [#"\{1,2\}"#, #"\{2, 1\}"#, #"\left\{ 2,1,1 \right\}"#],
            [#"\frac{\pi}{2}"#, #"\dfrac \pi 2"#, #"\frac{π}{2}"#], [#"x^2"#, #"x^{2}"#],
            [#"[0,1)"#, #"\left[ 0 , 1 \right)"#],
            ["Paris", #"\text{paris}"#, "PARIS"], ["Rome", "rome."],
        ]
        return classes
    }()

    private static let read = Result {
        AnswerExtractor(format: try AnswerFormat(type: .math), prompt: nil, isJSONRequested: false)
    }

    private func answers() throws -> [[Answer?]] {
        let extractor = try Self.read.get()
        return Self.classes.map { spellings in
            spellings.map { extractor.answer(in: "\\boxed{\($0)}", isTruncated: false) }
        }
    }

    @Test func allSpellingsOfAValueAreEqual() throws {
        for (answers, spellings) in zip(try answers(), Self.classes) {
            #expect(
                answers.allSatisfy { $0 != nil && $0 == answers[0] }, "\(spellings) \(answers.map { $0?.canonical })")
        }
    }

    @Test func canonicalFormsAreIdempotent() throws {
        let extractor = try Self.read.get()
        for found in try answers().joined() {
            let found = try #require(found)
            #expect(extractor.answer(in: "\\boxed{\(found.canonical)}", isTruncated: false) == found)
        }
    }

    @Test func equalityIsAnEquivalence() throws {
        let all = try answers().joined().compactMap { $0 }
        var groups: [[Answer]] = []
        for answer in all {
            let homes = groups.indices.filter { groups[$0].contains(answer) }
            #expect(homes.count <= 1)
            if let home = homes.first {
                #expect(groups[home].allSatisfy { $0 == answer && answer == $0 && $0.hashValue == answer.hashValue })
                groups[home].append(answer)
            } else {
                groups.append([answer])
            }
        }
        #expect(groups.count == Set(all).count)
    }
}
