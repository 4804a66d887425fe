/// Requests of every row of the bad-input matrix that concerns syntax and framing, and good ones.
enum RequestCorpus {
    static let requests: [String] =
        targets.map { "GET \($0) HTTP/1.1\r\nHost: a\r\n\r\n" }
        + lines.map { "POST /x HTTP/1.1\r\nHost: a\r\n\($0)\r\n\r\nhello" }
        + bodies.map { "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\($0)" }
        + others

    private static let targets = [
        "/", "/a%20b?c=d&e", "http://b:80/c?d", "HTTPS://[::1]", "*", "a:80", "/%00", "/a/../b", "/%2e%2E", "/a#b",
        "/\\",
        "/?a[]={b|c}", "/" + String(repeating: "a", count: 299), "/" + String(repeating: "a", count: 300),
    ]

    private static let lines = [
        "Content-Length: 5", "Content-Length: 007", "Content-Length: +5", "Content-Length: 5, 5",
        "Content-Length: 5\r\nContent-Length: 5", "Content-Length: 99999999999999999999", "Content-Length: 501",
        "Content-Length: 5\r\nTransfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: chunked, gzip", "Transfer-Encoding: xchunked", "Transfer-Encoding:\tchunked",
        "Transfer-Encoding: Chunked", "Expect: 100-continue\r\nContent-Length: 5", "Expect: x", "Connection: a, close",
        "Connection: keep-alive\r\nUpgrade: h2c", "X : 1", "X: 1\r\n 2", "X: a\u{1}", "nocolon", ": 1",
        "X:\r\nY: \t z \t",
        "Host: b", "X: ä", "Cookie: a=b; c=d",
    ]

    private static let bodies = [
        "0\r\n\r\n", "5\r\nhello\r\n0\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
        "5;a=\"b\"\r\nhello\r\n0\r\nX: 1\r\n\r\n",
        "5 \r\nhello\r\n0\r\n\r\n", "5\nhello\r\n", "ffffffffffffffff\r\n", "1f5\r\n", "5\r\nhelloX",
    ]

    private static let others = [
        "GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.2\r\nHost: [::1]:80\r\n\r\n",
        "GET / HTTP/2.0\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "OPTIONS * HTTP/1.1\r\nHost:\r\n\r\n",
        "CONNECT a:443 HTTP/1.1\r\nHost: a\r\n\r\n", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", "GET /\r\n",
        "get / http/1.1\r\n",
        "\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n\r\nHEAD /2 HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\nHost: a\n\n",
        "GET / HTTP/1.1\rHost: a\r\n\r\n", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", "GET  / HTTP/1.1\r\n\r\n",
        "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n",
    ]
}
