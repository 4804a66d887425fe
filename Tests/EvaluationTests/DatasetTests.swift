import Evaluation
import Refinement
import Testing

struct DatasetTests {
    @Test func readsQuestionsAndAnswers() throws {
        let text = #"""
            {"question":"1 + 1?","answer":"2"}

            {"id":"b","question":"2 + 2?","answer":4}
            """#
        let problems = try Dataset(parsing: Array(text.utf8)).problems
        #expect(
            problems == [
                Problem(id: "1", text: "1 + 1?", gold: "2"), Problem(id: "b", text: "2 + 2?", gold: "4"),
            ])
    }

    /// The form of GSM8K (Cobbe et al., 2021): a worked solution, then `#### ` and the number with commas.
    @Test func readsWhatFollowsTheLastMarkOfGSM8K() throws {
        let text =
            #"{"question":"How much?","answer":"7 * 100 = <<7*100=700>>700 #### no\n700 + 500 = 1200\n#### 1,200"}"#
        #expect(try Dataset(parsing: Array(text.utf8)).problems[0].gold == "1200")
    }

    @Test func takesOnlyTheFirst() throws {
        let text = (1...9).map { #"{"question":"\#($0)?","answer":"\#($0)"}"# }.joined(separator: "\n")
        #expect(try Dataset(parsing: Array(text.utf8), limit: 3).problems.map(\.id) == ["1", "2", "3"])
    }

    @Test(arguments: [
        ("", "there is no question in the file"), ("\n{", "line 2: no JSON"), ("[]", "line 1: must be an object"),
        (#"{"question":"a"}"#, "line 1: has no 'answer'"), (#"{"answer":"a"}"#, "line 1: 'question' is missing"),
        (#"{"question":"a","answer":[]}"#, "line 1: 'answer' must be a string or a number, not an array"),
        ("{\"id\":1,\"question\":\"a\",\"answer\":1}\n{\"id\":1,\"question\":\"b\",\"answer\":1}", "two questions"),
    ])
    func saysWhatIsWrongAndWhere(text: String, reason: String) {
        let error = #expect(throws: EvaluationError.self) { try Dataset(parsing: Array(text.utf8)) }
        #expect(error?.description.hasPrefix(reason) == true, "\(String(describing: error))")
    }

    @Test func refusesARightAnswerThatIsNone() throws {
        let problem = Problem(id: "7", text: "How many?", gold: "many")
        let reading = try AnswerReading(named: "number")
        let error = #expect(throws: EvaluationError.self) {
            try Trial.live([problem], of: HalfBrokenModel(), sampling: .init(), reading: reading)
        }
        #expect(error == .unreadableGold(id: "7", gold: "many", type: "number"))
    }
}
