import Testing

@testable import hone_bench

struct CallScanTests {
    @Test(arguments: [
        (#"{"model":"instant","messages":[]}"#, "instant", 1, false),
        (#"{"messages":[],"n": 16,"stream" : true,"stream_options":{},"model": "delay-200"}"#, "delay-200", 16, true),
        (#"{"stream_options":{"include_usage":true},"stream":false}"#, "", 1, false),
    ])
    func findsWhatItNeeds(body: String, model: String, choices: Int, isStream: Bool) {
        let call = CallScan(Array(body.utf8))
        #expect(call.model == model)
        #expect(call.choices == choices)
        #expect(call.isStream == isStream)
    }

    @Test(arguments: [
        #"{"model":"instant","stream":true,"prompt":"LONG"}"#, #"{"prompt":"LONG","stream":true,"model":"instant"}"#,
    ])
    func looksAtTheEndsOfLongBodies(body: String) {
        let call = CallScan(Array(body.replacing("LONG", with: String(repeating: "x", count: 100_000)).utf8))
        #expect(call.model == "instant")
        #expect(call.isStream)
    }

    @Test(arguments: [
        ("instant", Behaviour.instant), ("delay-200", .delay(milliseconds: 200)),
        ("stream-200-50", .paced(events: 200, milliseconds: 50)), ("logprobs-256-20", .logprobs(tokens: 256, top: 20)),
    ])
    func namesSayHowToAnswer(name: String, behaviour: Behaviour) {
        #expect(Behaviour(model: name) == behaviour)
    }

    @Test(arguments: ["", "instant-1", "delay", "delay-x", "delay--1", "stream-1", "logprobs-1-2-3", "gpt-4"])
    func refusesOtherNames(name: String) {
        #expect(Behaviour(model: name) == nil)
    }
}
