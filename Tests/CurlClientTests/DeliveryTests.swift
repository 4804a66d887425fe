import HTTPTypes
import Testing

@testable import CurlClient

@Suite struct DeliveryTests {
    private let head = ReceivedHead(status: .ok, fields: [:])

    private func receive(_ text: String, into delivery: inout Delivery) -> Delivery.Acceptance {
        withBytes(text) { delivery.receive($0) }
    }

    @Test func givesTheHeadOnce() {
        var delivery = Delivery(bound: 4)
        #expect(delivery.takeHead() == nil)
        delivery.receive(head: head)
        #expect(delivery.takeHead() == .success(head))
        #expect(delivery.takeHead() == nil)
    }

    @Test func joinsWhatCameWhileTheReaderWasAway() {
        var delivery = Delivery(bound: 100)
        #expect(delivery.takeBody() == .nothing)
        #expect(receive("ab", into: &delivery) == .kept)
        #expect(receive("cd", into: &delivery) == .kept)
        #expect(delivery.takeBody() == .bytes(Array("abcd".utf8), resumesTransfer: false))
        #expect(delivery.takeBody() == .nothing)
    }

    @Test func pausesAtTheBoundAndResumesOnce() {
        var delivery = Delivery(bound: 4)
        #expect(receive("abc", into: &delivery) == .kept)
        #expect(receive("def", into: &delivery) == .kept)
        #expect(receive("ghi", into: &delivery) == .pause)
        #expect(delivery.takeBody() == .bytes(Array("abcdef".utf8), resumesTransfer: true))
        #expect(receive("ghi", into: &delivery) == .kept)
        #expect(delivery.takeBody() == .bytes(Array("ghi".utf8), resumesTransfer: false))
    }

    @Test func endComesAfterTheBytes() {
        var delivery = Delivery(bound: 4)
        _ = receive("ab", into: &delivery)
        delivery.finish(nil)
        #expect(delivery.takeBody() == .bytes(Array("ab".utf8), resumesTransfer: false))
        #expect(delivery.takeBody() == .end)
        #expect(delivery.takeBody() == .end)
    }

    @Test func failureComesAfterHeadAndBytes() {
        let error = CurlError.closedMidBody(receivedBytes: 2, isReset: false)
        var delivery = Delivery(bound: 4)
        delivery.receive(head: head)
        _ = receive("ab", into: &delivery)
        delivery.finish(error)
        #expect(delivery.takeHead() == .success(head))
        #expect(delivery.takeBody() == .bytes(Array("ab".utf8), resumesTransfer: false))
        #expect(delivery.takeBody() == .failure(error))
    }

    @Test func aPausedTransferThatFailedIsNotResumed() {
        var delivery = Delivery(bound: 1)
        _ = receive("ab", into: &delivery)
        #expect(receive("cd", into: &delivery) == .pause)
        delivery.finish(.shutdown)
        #expect(delivery.takeBody() == .bytes(Array("ab".utf8), resumesTransfer: false))
    }

    @Test func failureWithoutHeadIsTheHeadsFailure() {
        var delivery = Delivery(bound: 4)
        delivery.finish(.shutdown)
        #expect(delivery.takeHead() == .failure(.shutdown))
    }

    @Test func abandoningStopsARunningTransferOnce() {
        var delivery = Delivery(bound: 4)
        delivery.receive(head: head)
        _ = receive("ab", into: &delivery)
        let first = delivery.abandon(.cancelled)
        let second = delivery.abandon(.cancelled)
        #expect(first && !second)
        #expect(receive("cd", into: &delivery) == .refused)
        #expect(delivery.takeHead() == .failure(.cancelled))
        #expect(delivery.takeBody() == .failure(.cancelled))
    }

    @Test func abandoningAFinishedTransferStopsNothing() {
        var delivery = Delivery(bound: 4)
        delivery.receive(head: head)
        delivery.finish(nil)
        let stops = delivery.abandon(.cancelled)
        #expect(!stops)
        #expect(delivery.takeHead() == .failure(.cancelled))
    }

    @Test func theFirstEndCounts() {
        var delivery = Delivery(bound: 4)
        delivery.finish(nil)
        delivery.finish(.shutdown)
        #expect(delivery.takeBody() == .end)
    }
}
