import HTTP

extension MicroBenchmark {
    /// Heads of requests: of a client library, and of a load generator.
    static func heads() -> [MicroBenchmark] {
        let library = """
            POST /v1/chat/completions HTTP/1.1
            Host: 127.0.0.1:8080
            Accept: application/json
            Accept-Encoding: gzip, deflate
            Connection: keep-alive
            Content-Type: application/json
            User-Agent: OpenAI/Python 2.8.1
            X-Stainless-Lang: python
            X-Stainless-Package-Version: 2.8.1
            X-Stainless-OS: Linux
            X-Stainless-Arch: x64
            X-Stainless-Runtime: CPython
            X-Stainless-Runtime-Version: 3.13.5
            Authorization: Bearer sk-0123456789abcdef0123456789abcdef
            X-Stainless-Async: false
            x-stainless-retry-count: 0
            x-stainless-read-timeout: 600
            Content-Length: 0


            """
        let health = "GET /health HTTP/1.1\nHost: 127.0.0.1:8080\n\n"
        return [head(name: "request head of a library", library), head(name: "request head of /health", health)]
    }

    private static func head(name: String, _ text: String) -> MicroBenchmark {
        let bytes = Array(
            text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
                .joined(separator: [UInt8(ascii: "\r"), UInt8(ascii: "\n")]))
        // One decoder reads the requests of a connection one after the other.
        var decoder = RequestDecoder()
        return MicroBenchmark(name: name, unit: "head", items: 1, input: bytes) {
            decoder.append(bytes)
            var fields = 0
            while let event = try decoder.next() {
                if case .head(let head) = event { fields += head.fields.count }
                if case .end = event { break }
            }
            return fields
        }
    }
}
