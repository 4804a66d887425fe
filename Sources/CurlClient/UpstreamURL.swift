import CCurl

/// An absolute `http` or `https` URL without credentials or fragment, as libcurl's own parser understands and rewrites it.
public struct UpstreamURL: Hashable, Sendable {
    /// The URL as it is given to libcurl.
    public let string: String
    /// The host, without brackets when it is an IPv6 address.
    public let host: String
    /// The port, the scheme's default when the URL names none.
    public let port: Int
    /// Whether the connection is over TLS.
    public let isSecure: Bool
    /// What paths are appended to: the URL without query and final slash.
    private let stem: String

    /// Parses an absolute URL; path and query are kept as written, dot segments included.
    /// - Throws: `CurlError.invalidURL` with the reason.
    public init(_ string: String) throws(CurlError) {
        let parts: Parts
        switch Self.parse(string) {
        case .success(let parsed): parts = parsed
        case .failure(let reason): throw .invalidURL(string, reason.why)
        }
        self.string = parts.url
        self.stem = Self.stem(of: parts.url)
        self.host = parts.host
        self.port = parts.port
        self.isSecure = parts.isSecure
    }

    /// This URL with a path below its own path, and a query instead of its own.
    ///
    /// `http://h/v1` appending `/models` is `http://h/v1/models`.
    /// - Throws: `CurlError.invalidURL` when the result would not be a URL, or would leave the base path.
    public func appending(path: String, query: String? = nil) throws(CurlError) -> UpstreamURL {
        // Nothing in a plain path needs a second look, and nearly all are.
        if query == nil, Self.isPlain(path) { return UpstreamURL(self, withPlain: path) }
        guard !path.utf8.contains(where: { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }) else {
            throw .invalidURL(path, .malformed)
        }
        // Some servers take these for slashes as well.
        let plain = path.lowercased().replacing("%2f", with: "/").replacing("%5c", with: "/").replacing("\\", with: "/")
        guard !plain.split(separator: "/").contains(where: Self.isDotSegment) else {
            throw .invalidURL(path, .hasDotSegment)
        }
        let separator = path.hasPrefix("/") || path.isEmpty ? "" : "/"
        return try UpstreamURL(stem + separator + path + (query.map { "?" + $0 } ?? ""))
    }

    private static func stem(of string: String) -> String {
        let end = string.utf8.firstIndex(of: UInt8(ascii: "?")) ?? string.endIndex
        let base = string[..<end]
        return String(base.utf8.last == UInt8(ascii: "/") ? base.dropLast() : base)
    }

    private init(_ base: UpstreamURL, withPlain path: String) {
        var whole = ""
        whole.reserveCapacity(base.stem.utf8.count + path.utf8.count + 1)
        whole += base.stem
        if path.utf8.first != UInt8(ascii: "/") { whole += "/" }
        whole += path
        string = whole
        // A plain path has no query, and a slash at its end is rare.
        stem = path.utf8.last == UInt8(ascii: "/") ? String(whole.dropLast()) : whole
        host = base.host
        port = base.port
        isSecure = base.isSecure
    }

    /// Whether a path has only letters, digits, hyphens, underscores and slashes, of which libcurl changes none.
    private static func isPlain(_ path: String) -> Bool {
        !path.isEmpty
            && path.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "/"):
                    true
                default: false
                }
            }
    }

    private struct Parts {
        var url: String
        var host: String
        var port: Int
        var isSecure: Bool
    }

    private struct Refusal: Error {
        var why: CurlError.InvalidURL
    }

    private static func isDotSegment(_ segment: Substring) -> Bool {
        let plain = segment.lowercased().split(separator: "%2e", omittingEmptySubsequences: false).joined(
            separator: ".")
        return plain == "." || plain == ".."
    }

    private static func parse(_ string: String) -> Result<Parts, Refusal> {
        // Narrower than libcurl, which percent-encodes or guesses: what we do not send as written, we refuse.
        guard string.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return .failure(Refusal(why: .malformed)) }
        guard let schemeEnd = string.firstIndex(of: ":") else { return .failure(Refusal(why: .malformed)) }
        let scheme = string[..<schemeEnd].lowercased()
        guard scheme == "http" || scheme == "https" else { return .failure(Refusal(why: .unsupportedScheme)) }
        let rest = string[schemeEnd...]
        // libcurl takes one to three slashes.
        guard rest.hasPrefix("://"), !rest.hasPrefix(":///") else { return .failure(Refusal(why: .malformed)) }
        guard !string.contains("#") else { return .failure(Refusal(why: .hasFragment)) }

        guard let handle = curl_url() else { return .failure(Refusal(why: .malformed)) }
        defer { curl_url_cleanup(handle) }
        let flags = UInt32(CURLU_PATH_AS_IS | CURLU_DISALLOW_USER)
        switch curl_url_set(handle, CURLUPART_URL, string, flags) {
        case CURLUE_OK: break
        case CURLUE_USER_NOT_ALLOWED: return .failure(Refusal(why: .hasUserInfo))
        default: return .failure(Refusal(why: .malformed))
        }
        guard
            let url = part(CURLUPART_URL, of: handle),
            let host = part(CURLUPART_HOST, of: handle), !host.isEmpty,
            let port = part(CURLUPART_PORT, of: handle, flags: UInt32(CURLU_DEFAULT_PORT)).flatMap(Int.init)
        else { return .failure(Refusal(why: .malformed)) }
        let isAddress = host.hasPrefix("[") && host.hasSuffix("]")
        let bare = isAddress ? String(host.dropFirst().dropLast()) : host
        return .success(Parts(url: url, host: bare, port: port, isSecure: scheme == "https"))
    }

    private static func part(_ part: CURLUPart, of handle: OpaquePointer, flags: UInt32 = 0) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, part, &text, flags) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}

extension UpstreamURL: CustomStringConvertible {
    /// The URL's text.
    public var description: String { string }
}
