import CurlClient
import Testing

@Suite struct UpstreamURLTests {
    @Test(arguments: [
        ("http://127.0.0.1:8000/v1", "127.0.0.1", 8000, false),
        ("https://api.example.com/v1", "api.example.com", 443, true),
        ("HTTP://h", "h", 80, false),
        ("http://[::1]:81/", "::1", 81, false),
    ])
    func namesHostAndPort(text: String, host: String, port: Int, isSecure: Bool) throws {
        let url = try UpstreamURL(text)
        #expect(url.host == host)
        #expect(url.port == port)
        #expect(url.isSecure == isSecure)
    }

    @Test(arguments: [
        ("ftp://h/", CurlError.InvalidURL.unsupportedScheme), ("file:///etc/passwd", .unsupportedScheme),
        ("http://user:word@h/", .hasUserInfo), ("http://user@h/", .hasUserInfo), ("http://h/#top", .hasFragment),
        ("http:/h/", .malformed), ("http:///h/", .malformed), ("http://", .malformed), ("h/v1", .malformed),
        ("", .malformed), ("http://h/a b", .malformed), ("http://h/\r\nX: y", .malformed),
        ("http://h:99999/", .malformed),
        ("http://h/\u{E9}", .malformed), ("http://h\u{0}/", .malformed),
    ])
    func refuses(text: String, reason: CurlError.InvalidURL) {
        #expect(throws: CurlError.invalidURL(text, reason)) { try UpstreamURL(text) }
    }

    @Test(arguments: ["http://h/a/../b", "http://h/%2e%2e/x?q=%20", "http://h/a//b", "http://h/a;b?x=[1]"])
    func keepsPathAndQueryAsWritten(text: String) throws {
        #expect(try UpstreamURL(text).string == text)
    }

    @Test(arguments: [
        ("http://h/v1", "/models", nil, "http://h/v1/models"),
        ("http://h/v1/", "/models", nil, "http://h/v1/models"),
        ("http://h/v1", "models", "a=b", "http://h/v1/models?a=b"),
        ("http://h", "/v1/x", nil, "http://h/v1/x"),
        ("http://h/v1", "/models/org%2Fname..x", nil, "http://h/v1/models/org%2Fname..x"),
        ("http://h/v1?key=x", "/models", nil, "http://h/v1/models"),
    ])
    func appendsBelowItsPath(base: String, path: String, query: String?, whole: String) throws {
        #expect(try UpstreamURL(base).appending(path: path, query: query).string == whole)
    }

    @Test(arguments: [
        "/../admin", "/a/./b", "/%2E%2e/admin", "/.%2e", "/..%2fadmin", "/a%2F..%2F..%2Fb", "/..%5Cb", "/a\\..\\b",
    ])
    func refusesToLeaveItsPath(path: String) throws {
        let base = try UpstreamURL("http://h/v1")
        #expect(throws: CurlError.invalidURL(path, .hasDotSegment)) { try base.appending(path: path) }
    }

    @Test(arguments: ["/a?b", "/a#b"])
    func refusesAQueryInThePath(path: String) throws {
        let base = try UpstreamURL("http://h/v1")
        #expect(throws: CurlError.invalidURL(path, .malformed)) { try base.appending(path: path) }
    }
}
