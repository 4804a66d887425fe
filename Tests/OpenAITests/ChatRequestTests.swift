import JSON
import OpenAI
import Testing

@Suite struct ChatRequestTests {
    func read(_ text: String) throws -> ChatRequest { try ChatRequest(try JSONOutline(Array(text.utf8))) }

    @Test func readsWhatHoneMustKnowAndKeepsTheRestAsWritten() throws {
        let request = try read(
            #"""
            {"temperature":0.70,"model":"m","messages":[{"role":"user","content":"Hi","name":"A"}],
             "stream":true,"stream_options":{"include_usage":true},"seed":1,"x_unknown":{"b": 1.0 ,"a":"\ud800"}}
            """#)
        #expect(request.model == "m")
        #expect(request.streams && request.includesUsage)
        #expect(request.messages.first?["name"] == "A")
        let forwarded = request.samplingMembers.map { "\($0.name)=" + String(decoding: $0.value, as: UTF8.self) }
        #expect(forwarded == ["temperature=0.70", "seed=1", #"x_unknown={"b": 1.0 ,"a":"\ud800"}"#])
    }

    @Test(arguments: [
        (#"{}"#, "messages"),
        (#"{"messages":{}}"#, "messages"),
        (#"{"messages":[]}"#, "messages"),
        (#"{"messages":["x"]}"#, "messages[0]"),
        (#"{"messages":[{"content":"x"}]}"#, "messages[0].role"),
        (#"{"messages":[{"role":"user","content":1}]}"#, "messages[0].content"),
        (#"{"messages":[{"role":"user"}],"model":1}"#, "model"),
        (#"{"messages":[{"role":"user"}],"n":"3"}"#, "n"),
        (#"{"messages":[{"role":"user"}],"n":-1}"#, "n"),
        (#"{"messages":[{"role":"user"}],"n":1e9}"#, "n"),
        (#"{"messages":[{"role":"user"}],"n":1.5}"#, "n"),
        (#"{"messages":[{"role":"user"}],"temperature":2.1}"#, "temperature"),
        (#"{"messages":[{"role":"user"}],"temperature":1e400}"#, "temperature"),
        (#"{"messages":[{"role":"user"}],"top_p":"1"}"#, "top_p"),
        (#"{"messages":[{"role":"user"}],"stream":"yes"}"#, "stream"),
        (#"{"messages":[{"role":"user"}],"stop":[1]}"#, "stop"),
        (#"{"messages":[{"role":"user"}],"max_tokens":0}"#, "max_tokens"),
        (#"{"messages":[{"role":"user"}],"seed":1.5}"#, "seed"),
        (#"{"messages":[{"role":"user"}],"tools":{}}"#, "tools"),
        (#"{"messages":[{"role":"user"}],"seed":1,"seed":2}"#, "seed"),
        (#"{"messages":[{"role":"user"}],"stream_options":{"include_usage":1}}"#, "stream_options.include_usage"),
    ])
    func namesTheMemberThatIsWrong(text: String, member: String) {
        #expect { try read(text) } throws: { ($0 as? RequestError)?.member == member }
    }

    @Test func saysWhatWouldBeRight() {
        let range = RequestError.outOfRange(member: "n", allowed: "an integer from 1 to 128", found: "0")
        #expect(range.message == "'n' must be an integer from 1 to 128, not 0.")
    }

    @Test func countsNullAsAbsent() throws {
        #expect(try read(#"{"messages":[{"role":"user","content":null}],"n":null,"stop":null}"#).choices == 1)
    }
}
