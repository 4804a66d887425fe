import HTTP
import HTTPTypes
import Testing

struct FieldValueTests {
    @Test(arguments: [
        ("application/json", "application/json", [String]()),
        ("Application/JSON; Charset=UTF-8", "application/json", ["charset=UTF-8"]),
        (" text/plain ;charset=\"utf-8\" ; q=0.5 ", "text/plain", ["charset=utf-8", "q=0.5"]),
        ("text/plain;;a=\"b\\\"c\";", "text/plain", ["a=b\"c"]),
        ("*/*", "*/*", []),
        ("application/vnd.api+json", "application/vnd.api+json", []),
    ])
    func readsMediaTypes(text: String, essence: String, parameters: [String]) throws {
        let type = try #require(MediaType(parsing: text))
        #expect(type.essence == essence)
        #expect(type.parameters.map { "\($0.name)=\($0.value)" } == parameters)
    }

    @Test(arguments: [
        "", "text", "text/", "/plain", "text/plain x", "text/plain;charset", "text/plain;charset=", "text /plain",
        "text/plain;charset =utf-8", "text/plain;a=\"b", "text/plain, text/html", "tëxt/plain", "text/plain;a=\"\\",
    ])
    func refusesMediaTypes(text: String) {
        #expect(MediaType(parsing: text) == nil)
    }

    @Test func findsParametersByName() throws {
        #expect(try #require(MediaType(parsing: "a/b; X=1; x=2"))["x"] == "1")
        #expect(try #require(MediaType(parsing: "a/b"))["x"] == nil)
    }

    @Test func removesWhatBelongsToOneConnection() {
        let fields: HTTPFields = [
            .connection: "close, X-Mine", .keepAlive: "timeout=5", .te: "trailers", .trailer: "x",
            .transferEncoding: "chunked", .upgrade: "h2c", .proxyAuthorization: "secret",
            HTTPField.Name("Proxy-Connection")!: "keep-alive", HTTPField.Name("x-mine")!: "1", .contentType: "a/b",
            .authorization: "k", .connection: " ,\tX-Other ,bad name", HTTPField.Name("X-OTHER")!: "2",
            .contentType: "c/d",
        ]
        let left = fields.removingHopByHop()
        #expect(
            left.map { "\($0.name): \($0.value)" } == ["Content-Type: a/b", "Authorization: k", "Content-Type: c/d"])
    }
}
