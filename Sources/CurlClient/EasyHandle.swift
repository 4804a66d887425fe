import CCurl

/// One libcurl easy handle with the options that all transfers of a client have, on the engine's thread only; cleaned up
/// with its last reference.
///
/// Setting all options anew costs as much as sending a small request, so those of one request are taken back one by one
/// (`clear`) where the request has ended well, and all of them (`reset`) where it has not.
final class EasyHandle {
    /// libcurl's handle.
    let pointer: UnsafeMutableRawPointer
    /// The first failure to set an option: an option not set may be one that protects.
    private(set) var optionFailure = CURLE_OK
    /// Where libcurl writes what went wrong in words.
    private let words: UnsafeMutablePointer<CChar>

    private unowned let engine: CurlEngine

    /// A new handle, nil when there is no memory for it.
    init?(of engine: CurlEngine) {
        guard let pointer = curl_easy_init() else { return nil }
        self.pointer = pointer
        self.engine = engine
        words = .allocate(capacity: Int(CURL_ERROR_SIZE))
        words.initialize(to: 0)
        setCommonOptions()
    }

    deinit {
        curl_easy_cleanup(pointer)
        words.deallocate()
    }

    /// Forgets all that was, keeping the memory.
    func reset() {
        curl_easy_reset(pointer)
        optionFailure = CURLE_OK
        setCommonOptions()
    }

    /// Takes back every option that `Transfer` sets, and the message of the last transfer.
    func clear() {
        words[0] = 0
        unset(CURLOPT_URL)
        check(ccurl_easy_set_list(pointer, CURLOPT_HTTPHEADER, nil))
        unset(CURLOPT_CUSTOMREQUEST)
        // Also lets go of the body; it makes the method POST, which HTTPGET takes back together with NOBODY.
        check(ccurl_easy_set_pointer(pointer, CURLOPT_POSTFIELDS, nil))
        set(CURLOPT_HTTPGET, 1)
        for option in [CURLOPT_PRIVATE, CURLOPT_HEADERDATA, CURLOPT_WRITEDATA] {
            check(ccurl_easy_set_pointer(pointer, option, nil))
        }
    }

    func set(_ option: CURLoption, _ value: Int) {
        check(ccurl_easy_set_long(pointer, option, value))
    }

    func set(_ option: CURLoption, _ value: String) {
        check(ccurl_easy_set_string(pointer, option, value))
    }

    private func unset(_ option: CURLoption) {
        check(ccurl_easy_set_string(pointer, option, nil))
    }

    func set(_ option: CURLoption, _ value: UnsafeMutableRawPointer) {
        check(ccurl_easy_set_pointer(pointer, option, value))
    }

    func set(_ option: CURLoption, _ function: ccurl_data_function) {
        check(ccurl_easy_set_data_function(pointer, option, function))
    }

    func set(_ option: CURLoption, _ list: borrowing HeaderList) {
        check(ccurl_easy_set_list(pointer, option, list.pointer))
    }

    /// Has libcurl copy the request's body.
    func setBody(_ bytes: [UInt8]) {
        check(
            bytes.withUnsafeBytes { ccurl_easy_set_body(pointer, $0.baseAddress ?? UnsafeRawPointer(words), $0.count) })
    }

    /// What every transfer has, whatever the request.
    private func setCommonOptions() {
        let configuration = engine.configuration
        words[0] = 0
        check(ccurl_easy_set_pointer(pointer, CURLOPT_ERRORBUFFER, words))
        check(ccurl_easy_set_pointer(pointer, CURLOPT_SHARE, engine.share))
        check(ccurl_easy_allow_only_http(pointer))
        check(ccurl_easy_set_quick_exit(pointer))
        check(engine.trackSockets(of: pointer))
        // Over HTTP/2, libcurl 7.88 does not tell the upstream of a cancelled stream; over HTTP/1.1 it sees EOF.
        set(CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
        set(CURLOPT_BUFFERSIZE, configuration.receiveBytes)
        set(CURLOPT_MAXAGE_CONN, max(1, Int(configuration.maxIdleAge.components.seconds)))
        set(CURLOPT_PATH_AS_IS, 1)
        set(CURLOPT_FOLLOWLOCATION, 0)
        // An empty proxy overrides http_proxy and its kin: the environment must not decide where prompts go.
        set(CURLOPT_PROXY, configuration.proxy?.string ?? "")
        // Likewise no_proxy.
        set(CURLOPT_NOPROXY, "")
        // The head of a proxy's answer to CONNECT is not the upstream's.
        set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
        set(CURLOPT_NOSIGNAL, 1)
        Transfer.setCallbacks(of: self)
        if let file = configuration.certificateAuthorityFile {
            set(CURLOPT_CAINFO, file)
            // Otherwise the system's directory would be trusted as well.
            unset(CURLOPT_CAPATH)
        }
        if let file = configuration.clientCertificateFile { set(CURLOPT_SSLCERT, file) }
        if let file = configuration.clientKeyFile { set(CURLOPT_SSLKEY, file) }
        if let path = configuration.unixSocketPath { set(CURLOPT_UNIX_SOCKET_PATH, path) }
    }

    /// A `long` that libcurl knows about this transfer; 0 when it does not.
    func number(_ info: CURLINFO) -> Int {
        var value = 0
        return ccurl_easy_get_long(pointer, info, &value) == CURLE_OK ? value : 0
    }

    /// libcurl's message about this transfer, or what it says about the code in general.
    func message(for code: CURLcode) -> String {
        words[0] == 0 ? String(cString: curl_easy_strerror(code)) : String(cString: words)
    }

    private func check(_ code: CURLcode) {
        if optionFailure == CURLE_OK { optionFailure = code }
    }
}
