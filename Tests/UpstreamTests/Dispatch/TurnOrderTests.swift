import Testing

@testable import Upstream

@Suite struct TurnOrderTests {
    @Test func turnsGoRoundBetweenRequests() {
        var order = TurnOrder()
        for ticket in 0..<3 { order.join(ticket, of: .init(key: nil, request: 1)) }
        for ticket in 3..<6 { order.join(ticket, of: .init(key: nil, request: 2)) }
        let turns = order.drain()
        #expect(turns == [0, 3, 1, 4, 2, 5])
    }

    @Test func turnsGoRoundBetweenKeysBeforeTheyGoRoundBetweenTheirRequests() {
        var order = TurnOrder()
        // Three requests of one key, one of another.
        for ticket in 0..<6 { order.join(ticket, of: .init(key: "many", request: ticket % 3)) }
        for ticket in 6..<9 { order.join(ticket, of: .init(key: "one", request: 9)) }
        let turns = order.drain()
        #expect(turns == [0, 6, 1, 7, 2, 8, 3, 4, 5])
    }

    @Test func whoHoldsManyYieldsToWhoHoldsNone() {
        var order = TurnOrder()
        let greedy = TurnOrder.Party(key: nil, request: 1)
        let modest = TurnOrder.Party(key: nil, request: 2)
        order.take(64, for: greedy)
        for ticket in 0..<10 { order.join(ticket, of: greedy) }
        for ticket in 10..<13 { order.join(ticket, of: modest) }
        // As long as it holds fewer, every turn is its own.
        let turns = order.drain(keeping: true)
        #expect(turns.prefix(3) == [10, 11, 12])
    }

    @Test func heavyCallsCountByTheirSamples() {
        var order = TurnOrder()
        let heavy = TurnOrder.Party(key: nil, request: 1)
        let light = TurnOrder.Party(key: nil, request: 2)
        order.take(4, for: heavy)
        order.take(1, for: light)
        order.join(0, of: heavy)
        for ticket in 1..<4 { order.join(ticket, of: light) }
        let turns = order.drain(keeping: true)
        #expect(turns == [1, 2, 3, 0])
    }

    @Test func newcomersComeAfterThoseWhoWait() {
        var order = TurnOrder()
        for request in 0..<100 { order.join(request, of: .init(key: nil, request: request)) }
        let turns = order.drain()
        #expect(turns == Array(0..<100))
    }

    @Test func whoLeavesIsSkippedAndForgotten() {
        var order = TurnOrder()
        for ticket in 0..<4 { order.join(ticket, of: .init(key: "k", request: ticket % 2)) }
        order.leave(0)
        order.leave(3)
        order.leave(3)
        #expect(order.count == 2)
        let turns = order.drain()
        #expect(turns == [2, 1])
        #expect(order.next == nil)
        #expect(!order.waits(.init(key: "k", request: 0)))
    }
}

extension TurnOrder {
    /// Gives all who wait their turns, each holding one sample until the next turn, or for ever.
    fileprivate mutating func drain(keeping: Bool = false) -> [Int] {
        var tickets: [Int] = []
        while let ticket = next, let party = party(of: ticket) {
            take(1, for: party)
            leave(ticket)
            if !keeping { giveBack(1, of: party) }
            tickets.append(ticket)
        }
        return tickets
    }
}
