import JSON
import Testing

@Suite struct JSONObjectTests {
    @Test func setsInPlaceAppendsAndRemoves() {
        var object = JSON.Object([JSON.Member("a", 1), JSON.Member("b", 2)])
        object["a"] = "x"
        object["c"] = [true, nil]
        object["b"] = nil
        #expect(JSON.object(object).description == #"{"a":"x","c":[true,null]}"#)
    }

    @Test func escapesOnlyWhatMustBe() {
        #expect(JSON.string("\"\\/\n\u{1}é\u{2028}").description == "\"\\\"\\\\/\\n\\u0001é\u{2028}\"")
    }
}
