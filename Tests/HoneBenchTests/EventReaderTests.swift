import Testing

@testable import hone_bench

struct EventReaderTests {
    private func events(_ text: String, size: Int) -> [EventReader.Event] {
        var reader = EventReader()
        var events: [EventReader.Event] = []
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            Array(rest.prefix(size)).withUnsafeBytes { reader.read($0) { events.append($0) } }
            rest = rest.dropFirst(size)
        }
        return events
    }

    @Test(arguments: [1, 3, 1000])
    func findsStampsAndTheEnd(size: Int) {
        let text = """
            : a comment @17

            data: {"choices":[{"delta":{"role":"assistant"}}]}

            event: message
            data:{"choices":[{"delta":{"content":" @1234567890123"}}]}

            data: {"error":{"message":"lost"}}

            data: [DONE]


            """
        #expect(events(text, size: size) == [.other, .stamped(1_234_567_890_123), .failure, .done])
    }

    @Test func readsTheStampThatIsWritten() {
        let written = Stamp.text(987_654_321)
        #expect(written.withUnsafeBytes { Stamp.moment(in: $0) } == 987_654_321)
        #expect(Array("no stamp, or @none".utf8).withUnsafeBytes { Stamp.moment(in: $0) } == nil)
    }
}
