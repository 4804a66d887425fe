import Testing

@testable import Refinement

@Suite struct IssueOrderTests {
    func sample(_ index: Int) -> Sample { Sample(index: index, error: .noChoice) }

    @Test func holdsBackWhatArrivesEarly() {
        var order = IssueOrder()
        order.accept(sample(2))
        order.accept(sample(1))
        #expect(order.next()?.index == nil)
        order.accept(sample(0))
        #expect([order.next()?.index, order.next()?.index, order.next()?.index] == [0, 1, 2])
        #expect(order.next()?.index == nil && order.counted == 3)
    }

    @Test func knowsWhatWaitsAndWhatIsMissing() {
        var order = IssueOrder()
        for index in [0, 4, 2] { order.accept(sample(index)) }
        _ = order.next()
        #expect(order.waiting.map(\.index) == [2, 4])
        #expect(order.missing(of: 6) == [1, 3, 5])
    }
}
