import Testing

@testable import Refinement

@Suite struct ListReaderTests {
    @Test func readsBulletsAndNumbersAndWhatGoesOnBelowThem() {
        let text = "Weaknesses:\n- The sum\n  is wrong.\n\n* Too long\n2) No unit\n3. \n• Rude"
        #expect(ListReader.items(in: text) == ["The sum is wrong.", "Too long", "No unit", "Rude"])
        #expect(ListReader.items(in: "No list - at all, 1.5 metres").isEmpty)
    }

    @Test func endsALongList() {
        let text = (0..<80).map { "- \($0)" }.joined(separator: "\n")
        #expect(ListReader.items(in: text).count == ListReader.maxItems)
    }
}
