import Testing

@testable import TinyModel

@Suite struct StopScannerTests {
    /// Feeds pieces; the pieces released, a bar where a stop was found.
    private func run(_ stops: [String], _ pieces: [String]) -> [String] {
        var scanner = StopScanner(stops)
        var released: [String] = []
        for piece in pieces {
            let (text, stopped) = scanner.append(Array(piece.utf8))
            released.append(String(decoding: text, as: UTF8.self))
            if stopped { return released + ["|"] }
        }
        return released + [String(decoding: scanner.finish(), as: UTF8.self)]
    }

    @Test func releasesEverythingAtOnceWithoutStops() {
        #expect(run([], ["a", "b"]) == ["a", "b", ""])
    }

    @Test func endsBeforeTheStop() {
        #expect(run(["END"], ["one END two"]) == ["one ", "|"])
    }

    @Test func holdsBackWhatMightBeginAStop() {
        #expect(run(["END"], ["aE", "N", "x", "EN"]) == ["a", "", "ENx", "", "EN"])
        #expect(run(["END"], ["aE", "N", "D"]) == ["a", "", "", "|"])
    }

    @Test func findsTheEarliestOfSeveral() {
        #expect(run(["c", "bc"], ["abc"]) == ["a", "|"])
    }

    @Test func findsAStopThatOverlapsItself() {
        #expect(run(["aab"], ["aa", "ab"]) == ["", "a", "|"])
    }

    @Test func neverSplitsACharacter() {
        var scanner = StopScanner([])
        let bytes = Array("é€😀".utf8)
        var released: [String] = []
        for byte in bytes {
            let text = scanner.append([byte]).released
            if !text.isEmpty { released.append(String(decoding: text, as: UTF8.self)) }
        }
        #expect(released == ["é", "€", "😀"])
    }
}
