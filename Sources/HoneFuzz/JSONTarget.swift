import JSON

/// JSON: the tree and the outline agree on what is valid, what is written reads back the same, and a splice changes
/// only what it says.
struct JSONTarget: FuzzTarget {
    var seeds: [[UInt8]] {
        [
            #"{"a":1,"b":[true,false,null],"c":{"d":"\u00e9\ud83d\ude00"}}"#, #"{ "a" : 1.0e+5 , "a" : -0 }"#, "[]",
            "{}",
            #""\ud800""#, #"{"x":"\ud800","y":"\\\"\/\b\f\n\r\t"}"#, "1e400", "123456789012345678901234567890", "-",
            #"{"model":"m","messages":[{"role":"user","content":"hi"}],"n":2}"#, "[1,]", "{\"a\":1,}", "\u{FEFF}1",
            "\"ä€😀\"", String(repeating: "[", count: 130) + String(repeating: "]", count: 130), " \t\r\n1 \n", "nul",
        ].map { Array($0.utf8) }
    }

    func check(_ input: [UInt8], pieces: [[UInt8]]) throws(Finding) {
        let tree = read { () throws(JSONError) in try JSON(parsing: input) }
        let outline = read { () throws(JSONError) in try JSONOutline(input) }
        switch (tree, outline) {
        case (.success(let value), .success(let outline)):
            try checkSplices(of: outline, value)
        case (.success(let value), .failure(let error)):
            try Finding.unless(value.object == nil && error == .notAnObject, "tree \(value), outline \(error)")
        case (.failure(.loneSurrogate), .success), (.failure(.loneSurrogate), .failure(.notAnObject)): break
        case (.failure(let tree), .failure(let outline)):
            // The tree may meet a lone surrogate before the mistake that both see.
            if case .loneSurrogate = tree { break }
            try Finding.unless(tree == outline, "tree \(tree), outline \(outline)")
        case (.failure(let error), .success): throw Finding(statement: "the tree says \(error), the outline nothing")
        }
        if case .success(let value) = tree {
            let again = read { () throws(JSONError) in try JSON(parsing: value.utf8) }
            try Finding.unless((try? again.get()) == value, "written again: \(again)")
        }
    }

    private func checkSplices(of outline: JSONOutline, _ value: JSON) throws(Finding) {
        try Finding.unless(
            outline.members.map(\.name) == value.object?.members.map(\.name), "members of \(value) differ")
        let set = read { () throws(JSONError) in
            try JSON(parsing: outline.setting("model", to: Array("[7]".utf8)))
        }
        var expected = value.object
        expected?["model"] = [7]
        try Finding.unless((try? set.get())?.object == expected, "spliced \(value) into \(set)")
    }

    private func read<Value>(_ body: () throws(JSONError) -> Value) -> Result<Value, JSONError> {
        do throws(JSONError) {
            return .success(try body())
        } catch {
            return .failure(error)
        }
    }
}
