import JSON
import OpenAI
import Testing

@Suite struct ErrorObjectTests {
    @Test(
        arguments: [
            (#"{"error":{"message":"m","type":"t","param":"p","code":"c"}}"#, "m", "c"),
            (#"{"error":{"code":400,"message":"m","type":"invalid_request_error"}}"#, "m", "400"),
            (#"{"object":"error","message":"m","type":"BadRequestError","code":400}"#, "m", "400"),
            (#"{"error":"m"}"#, "m", nil),
            (#"{"detail":"m"}"#, "m", nil),
        ] as [(String, String, String?)])
    func readsTheShapesThatServersAnswerWith(body: String, message: String, code: String?) throws {
        let error = try #require(ErrorObject(reading: try JSON(parsing: body)))
        #expect(error.message == message && error.code == code)
    }

    @Test func isNotReadFromSomethingElse() {
        #expect(ErrorObject(reading: ["choices": []]) == nil)
    }
}
