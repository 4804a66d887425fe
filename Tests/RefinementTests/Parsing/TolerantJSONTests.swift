import JSON
import Testing

@testable import Refinement

@Suite struct TolerantJSONTests {
    let object: JSON = ["items": [["problem": "it's \"wrong\""]], "verdict": "refine"]

    @Test(arguments: [
        #"{"items": [{"problem": "it's \"wrong\""}], "verdict": "refine"}"#,
        "Here you are:\n```json\n{\"items\": [{\"problem\": \"it's \\\"wrong\\\"\"}], \"verdict\": \"refine\"}\n```\nDone.",
        #"Sure! {"items": [{"problem": "it's \"wrong\""},], "verdict": "refine",} I hope this helps."#,
        #"{'items': [{'problem': 'it\'s "wrong"'}], 'verdict': 'refine'}"#,
        #"{'items': [{'problem': 'it's "wrong"'}], 'verdict': 'refine'}"#,
        #"Use { to open. {"items": [{"problem": "it's \"wrong\""}], "verdict": "refine"}"#,
    ])
    func findsTheObjectHoweverItIsWrappedOrSpelt(text: String) {
        #expect(TolerantJSON.objects(in: text).map(JSON.object).contains(object))
    }

    @Test func readsPythonsWordsAndBreaksWithinStrings() {
        let found = TolerantJSON.objects(in: "{'a': True, 'b': None, 'c': \"one\ntwo\", 'True': False}").first
        #expect(found.map(JSON.object) == ["a": true, "b": nil, "c": "one\ntwo", "True": false])
    }

    @Test(arguments: [
        "", "no object", "{", "{\"a\": }", "[1, 2]", "{'a'", "{\"a\": \"b", String(repeating: "{", count: 9_000),
    ])
    func findsNothingWhereNothingIs(text: String) {
        #expect(TolerantJSON.objects(in: text).isEmpty)
    }

    @Test func leavesJSONAsItIs() {
        let text = #"{"a":"it's, ]","b":[1.50,-2e3,null,true],"c":"\u00e9\\"}"#
        #expect(JSONRepair.mended(Bytes(text)) == Array(text.utf8))
    }
}
