import Testing

/// A row of the table of bad input: what a client sends and what it is answered.
struct BadInputRow: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var bytes: [UInt8]
    var status: Int
    /// Whether nothing after it is served.
    var ends: Bool

    private init(_ name: String, _ text: String, _ status: Int, ends: Bool) {
        testDescription = name
        // Scalars up to U+00FF stand for single bytes.
        bytes = text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
        self.status = status
        self.ends = ends
    }

    private static func refused(_ name: String, _ text: String, _ status: Int = 400) -> BadInputRow {
        BadInputRow(name, text, status, ends: true)
    }

    private static func served(_ name: String, _ text: String, _ status: Int = 200) -> BadInputRow {
        BadInputRow(name, text, status, ends: false)
    }

    private static func post(_ fields: String, _ body: String = "", version: String = "HTTP/1.1") -> String {
        "POST /echo \(version)\r\nHost: h\r\n\(fields)\r\n\r\n\(body)"
    }

    private static func chunked(_ body: String) -> String {
        post("Transfer-Encoding: chunked", body)
    }

    private static func get(_ target: String = "/", _ fields: String = "Host: h\r\n") -> String {
        "GET \(target) HTTP/1.1\r\n\(fields)\r\n"
    }

    private static func line(_ line: String) -> String {
        "\(line)\r\nHost: h\r\n\r\n"
    }

    static let all = lengths + codings + fields + hosts + targets + requestLines + chunks + expectations

    private static let lengths: [BadInputRow] =
        ["+5", "-1", "-0", "0x5", "1_0", "1 0", "5x", "", "\u{D9}\u{A5}", "5, 6", "5, 5", "99999999999999999999"].map {
            refused("Content-Length '\($0)'", post("Content-Length: \($0)", "hello"))
        } + [
            refused("two lengths", post("Content-Length: 5\r\nContent-Length: 6", "hello")),
            refused("the same length twice", post("Content-Length: 5\r\nContent-Length: 5", "hello")),
            refused("length and coding", post("Content-Length: 5\r\nTransfer-Encoding: chunked", "0\r\n\r\n")),
            refused("coding and length", post("Transfer-Encoding: chunked\r\nContent-Length: 5", "0\r\n\r\n")),
            refused("length over the limit", post("Content-Length: 70000", "hello"), 413),
            served("zeros before the length", post("Content-Length: 007", "hello!!")),
            served("whitespace around the length", post("Content-Length: \t 5 \t", "hello")),
        ]

    private static let codings: [BadInputRow] =
        [
            "xchunked", "identity", "chunked, gzip", "chunked, chunked", "", "\tchunked", "chunked\u{0B}",
            "\u{0C}chunked", "chunked\u{00}", "chunked,", "\r\n chunked",
        ].map { refused("Transfer-Encoding '\($0)'", post("Transfer-Encoding: \($0)", "0\r\n\r\n")) } + [
            refused("unknown coding", post("Transfer-Encoding: gzip, chunked", "0\r\n\r\n"), 501),
            refused("two codings", post("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", "0\r\n\r\n")),
            refused("coding in HTTP/1.0", post("Transfer-Encoding: chunked", "0\r\n\r\n", version: "HTTP/1.0")),
            served("coding in capitals", post("Transfer-Encoding: Chunked", "5\r\nhello\r\n0\r\n\r\n")),
        ]

    private static let fields: [BadInputRow] = [
        refused("space before the colon", get("/", "Host: h\r\nX : 1\r\n")),
        refused("folded field", get("/", "Host: h\r\nX: 1\r\n 2\r\n")),
        refused("whitespace line first", get("/", " \r\nHost: h\r\n")),
        refused("bare LF", "GET / HTTP/1.1\nHost: h\n\n"),
        refused("bare LF in a field", get("/", "Host: h\r\nX: 1\nY: 2\r\n")),
        refused("bare CR", get("/", "Host: h\r\nX: 1\r2\r\n")),
        refused("NUL in a value", get("/", "Host: h\r\nX: 1\u{00}2\r\n")),
        refused("control in a value", get("/", "Host: h\r\nX: 1\u{01}2\r\n")),
        refused("DEL in a value", get("/", "Host: h\r\nX: 1\u{7F}2\r\n")),
        served("obs-text in a value", get("/", "Host: h\r\nX: \u{80}\u{FF}\r\n")),
        refused("empty name", get("/", "Host: h\r\n: 1\r\n")),
        refused("name with a space", get("/", "Host: h\r\nX Y: 1\r\n")),
        refused("name beyond ASCII", get("/", "Host: h\r\nX\u{FC}: 1\r\n")),
        refused("no colon", get("/", "Host: h\r\nX\r\n")),
        served("two empty lines first", "\r\n\r\n" + get()),
        refused("three empty lines first", "\r\n\r\n\r\n" + get()),
        refused("head over the limit", get("/", "Host: h\r\nX: \(String(repeating: "a", count: 33_000))\r\n"), 431),
        refused(
            "too many fields", get("/", "Host: h\r\n" + String(repeating: "X: 1\r\n", count: 100)), 431),
        served("as many fields as allowed", get("/", "Host: h\r\n" + String(repeating: "X: 1\r\n", count: 99))),
    ]

    private static let hosts: [BadInputRow] =
        ["a/b", "u@h", "a,b", "a b", "a:b", "[::1"].map { refused("Host '\($0)'", get("/", "Host: \($0)\r\n")) } + [
            refused("no Host", get("/", "X: 1\r\n")),
            refused("two Hosts", get("/", "Host: h\r\nHost: h\r\n")),
            refused("HTTP/1.0 without Host", "GET / HTTP/1.0\r\n\r\n", 200),
            served("absolute form", get("http://other:80/x")),
            refused("absolute form with a bad Host", get("http://other/x", "Host: a b\r\n")),
        ]

    private static let targets: [BadInputRow] =
        [
            "/#x", "/a\u{01}", "/\u{FC}", "/a\\b", "/%", "/%4", "/%zz", "/%00", "/%0d%0a", "/a/../b", "/./a",
            "/%2e%2e/",
            "x", "*", "h:80",
        ].map { refused("target '\($0)'", line("GET \($0) HTTP/1.1")) } + [
            refused("target over the limit", get("/" + String(repeating: "a", count: 8192)), 414),
            served("target of 8000 bytes", get("/" + String(repeating: "a", count: 7999))),
            refused("CONNECT", line("CONNECT h:80 HTTP/1.1"), 501),
            refused("TRACE", line("TRACE / HTTP/1.1"), 501),
            served("OPTIONS *", line("OPTIONS * HTTP/1.1"), 204),
            served("wrong method", line("DELETE /echo HTTP/1.1"), 405),
            served("unknown method", line("BREW /pot HTTP/1.1"), 501),
            served("method in small letters", line("get / HTTP/1.1"), 501),
            refused("method over the limit", line(String(repeating: "A", count: 40) + " / HTTP/1.1"), 501),
        ]

    private static let requestLines: [BadInputRow] =
        [
            "GET / http/1.1", "GET / HTTP/1", "GET / HTTP/01.1", "GET / HTTP/1.1 x", "GET /", "GET  / HTTP/1.1",
            "GET /  HTTP/1.1", "GET\t/ HTTP/1.1", "GET / HTTP/1.1 ", " GET / HTTP/1.1", "G\u{00}T / HTTP/1.1", "GET",
        ].map { refused("request line '\($0)'", line($0)) } + [
            served("HTTP/1.2", line("GET / HTTP/1.2")),
            refused("HTTP/2.0", line("GET / HTTP/2.0"), 505),
            refused("HTTP/9.9", line("GET / HTTP/9.9"), 505),
            refused("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
            served("Upgrade", get("/", "Host: h\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n")),
        ]

    private static let chunks: [BadInputRow] =
        ["0x5", "+5", "-1", " 5", "5 ", "1_0", "", ";", "g", "5;a\u{00}", "11111111111111111", "FFFFFFFFFFFFFFFF"].map {
            refused("chunk size '\($0)'", chunked("\($0)\r\nhello\r\n0\r\n\r\n"))
        } + [
            served("chunk extensions", chunked("5;a=b;c=\"d\"\r\nhello\r\n0;e\r\n\r\n")),
            refused("long extensions", chunked("5;a=\(String(repeating: "b", count: 4096))\r\nhello\r\n0\r\n\r\n")),
            refused("chunk without CRLF", chunked("5\r\nhello0\r\n\r\n")),
            refused("chunk ended by LF", chunked("5\r\nhello\n0\r\n\r\n")),
            refused("chunk size ended by LF", chunked("5\nhello\r\n0\r\n\r\n")),
            refused("chunk ended by CR", chunked("5\r\nhello\r0\r\n\r\n")),
            served("trailers", chunked("5\r\nhello\r\n0\r\nContent-Length: 7\r\nX: 1\r\n\r\n")),
            refused("bad trailer", chunked("5\r\nhello\r\n0\r\nX : 1\r\n\r\n")),
            refused("chunks over the limit", chunked("11170\r\n\(String(repeating: "a", count: 70_000))\r\n"), 413),
        ]

    private static let expectations: [BadInputRow] = [
        served("unknown expectation", get("/", "Host: h\r\nExpect: tea\r\n"), 417),
        refused("bytes after Connection: close", get("/", "Host: h\r\nConnection: close\r\n"), 200),
        refused("HTTP/1.0", "GET / HTTP/1.0\r\nHost: h\r\n\r\n", 200),
    ]
}
