import HTTPTypes
import Refinement
import Testing

@testable import Upstream

@Suite struct HidingTests {
    @Test func aKeyIsHiddenInBytesThatAreNoText() {
        let bytes = [0xE9] + Array("bad key s/k".utf8) + [0xFF]
        #expect(bytes.hiding("s/k") == [0xE9] + Array("bad key …".utf8) + [0xFF])
        #expect(bytes.hiding(nil) == bytes && bytes.hiding("") == bytes)
    }

    @Test func aKeyIsHiddenAsJSONMayWriteIt() {
        #expect(Array(#"{"m":"s\/k s/k"}"#.utf8).hiding("s/k") == Array(#"{"m":"… …"}"#.utf8))
    }

    @Test func aCombiningMarkDoesNotShowIt() {
        #expect(!"bad key sk\u{301}".hiding("sk").utf8.elementsEqual("bad key sk\u{301}".utf8))
    }

    @Test func aRefusalIsHiddenInAllItsParts() {
        let body = Array(#"{"error":{"message":"key s\/\u006b","param":"s/k","code":"s/k"}}"#.utf8)
        let error = ModelError(status: 400, body: body, fields: [.retryAfter: "s/k"], hiding: "s/k")
        #expect(
            error == .rejected(.init(status: 400, message: "key …", member: "…", code: "…", retryAfter: "…")))
    }

    @Test func aKeyIsHiddenBeforeAMessageIsCut() {
        let start = String(repeating: "x", count: UpstreamLimits.maxErrorCharacters - 3)
        let error = ModelError(status: 500, body: Array((start + "top-secret").utf8), fields: [:], hiding: "top-secret")
        #expect(error == .rejected(.init(status: 500, message: start + "…")))
    }

    @Test(
        arguments: [
            (.garbled(reason: "sk"), .garbled(reason: "…")), (.unreachable(reason: "sk"), .unreachable(reason: "…")),
            (.interrupted(reason: "a sk", tokens: 2), .interrupted(reason: "a …", tokens: 2)),
            (.timedOut(stage: .idle), .timedOut(stage: .idle)),
        ] as [(ModelError, ModelError)])
    func aFailureIsHiddenWhateverItIs(error: ModelError, hidden: ModelError) {
        #expect(error.hiding("sk") == hidden)
    }
}
