import HTTP
import HTTPTypes
import Testing

struct QueryTests {
    @Test(
        arguments: [
            (nil, []),
            ("", []),
            ("a=1&b=2", ["a=1", "b=2"]),
            ("a=1&a=2&a=1", ["a=1", "a=2", "a=1"]),
            ("a", ["a="]),
            ("a=", ["a="]),
            ("=a", ["=a"]),
            ("&&a=1&", ["a=1"]),
            ("a=b=c", ["a=b=c"]),
            ("a+b=c+d%2B%20%26%3D", ["a b=c d+ &="]),
            ("%C3%A4=%E2%82%AC", ["ä=€"]),
            ("a=%0d%0A%00", ["a=\r\n\u{0}"]),
        ] as [(String?, [String])])
    func reads(text: String?, items: [String]) throws {
        #expect(try Query(parsing: text).items.map { "\($0.name)=\($0.value)" } == items)
    }

    @Test(arguments: [
        ("a=%", HTTPError.invalidPercentEscape(offset: 0)),
        ("a=b%4", .invalidPercentEscape(offset: 1)),
        ("%zz=1", .invalidPercentEscape(offset: 0)),
        ("a=%+1", .invalidPercentEscape(offset: 0)),
        ("a=%FF", .invalidUTF8),
        ("a=%C3", .invalidUTF8),
        ("a=%ED%A0%80", .invalidUTF8),
    ])
    func refuses(text: String, error: HTTPError) {
        #expect(throws: error) { try Query(parsing: text) }
        #expect(error.status == .badRequest)
    }

    @Test func findsValuesByName() throws {
        let query = try Query(parsing: "a=1&b=2&a=3")
        #expect(query["a"] == "1")
        #expect(query.values(of: "a") == ["1", "3"])
        #expect(query["c"] == nil)
    }

    @Test func decodesPathSegmentsWithoutTouchingPlus() throws {
        #expect(try PercentEncoding.decode("a+b%2Fc") == "a+b/c")
    }
}
