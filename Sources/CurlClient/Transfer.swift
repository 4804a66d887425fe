import CCurl

/// One running call on its engine's thread: libcurl's callbacks in, the exchange and the clock told.
final class Transfer: DeadlineHolder {
    /// The call as its reader sees it.
    let exchange: Exchange
    /// libcurl's side.
    let easy: EasyHandle
    /// When this call is late.
    var clock: TransferClock
    var scheduledDeadline: ContinuousClock.Instant
    var heapPosition: Int?
    /// Whether libcurl has told something that neither the reader nor the clock knows of.
    private(set) var isTouched = false

    /// The connection that it was given last.
    var socket: curl_socket_t?

    /// Whether the handle may go on to another request without being reset.
    private(set) var leavesHandleClean = false

    private let headers: HeaderList
    private unowned let engine: CurlEngine
    private var assembler: ResponseHeadAssembler
    private var hasHead = false
    private var receivedBytes = 0
    /// Why a callback stopped the transfer; libcurl then only knows that it was stopped.
    private var refusal: CurlError?

    /// A transfer ready to be added to the multi handle.
    /// - Throws: `CurlError.other` when libcurl does not take an option.
    init(_ exchange: Exchange, easy: EasyHandle, engine: CurlEngine) throws(CurlError) {
        let configuration = engine.configuration
        self.exchange = exchange
        self.easy = easy
        self.engine = engine
        headers = HeaderList(exchange.lines)
        assembler = ResponseHeadAssembler(limit: configuration.maxHeadBytes, names: engine.names)
        clock = TransferClock(exchange.request.timeouts, now: engine.now)
        scheduledDeadline = clock.deadline

        setRequest(exchange.request)
        tellCallbacks()
        guard easy.optionFailure == CURLE_OK else {
            throw .other(code: easy.optionFailure.rawValue, message: easy.message(for: easy.optionFailure))
        }
    }

    /// The transfer whose pointer libcurl was given.
    static func of(_ pointer: UnsafeMutableRawPointer) -> Transfer {
        Unmanaged<Transfer>.fromOpaque(pointer).takeUnretainedValue()
    }

    /// The error of the deadline this call has missed, if it has.
    func missedDeadline(now: ContinuousClock.Instant) -> CurlError? {
        clock.missed(now: now, receivedBytes: receivedBytes)
    }

    /// Ends the exchange as libcurl ended the transfer.
    func conclude(_ code: CURLcode) {
        defer { touch() }
        if code == CURLE_OK, hasHead, refusal == nil {
            // What it had to set up itself may have left a trace in the handle.
            leavesHandleClean = easy.number(CURLINFO_NUM_CONNECTS) == 0
            return exchange.finish(nil)
        }
        let outcome = TransferOutcome(
            code: code, message: code == CURLE_OK ? "" : easy.message(for: code),
            systemError: code == CURLE_OK ? 0 : Int32(truncatingIfNeeded: easy.number(CURLINFO_OS_ERRNO)),
            hasHead: hasHead, maxHeadBytes: engine.configuration.maxHeadBytes, receivedBytes: receivedBytes,
            proxy: engine.configuration.proxy,
            proxyStatus: code == CURLE_OK ? 0 : easy.number(CURLINFO_HTTP_CONNECTCODE))
        exchange.finish(refusal ?? outcome.failure(of: exchange.request))
    }

    /// Wakes the reader for what has come since the last call.
    func flush() {
        isTouched = false
        exchange.flush()
    }

    private func setRequest(_ request: ClientRequest) {
        let method = exchange.lines.method
        easy.set(CURLOPT_URL, request.url.string)
        easy.set(CURLOPT_HTTPHEADER, headers)
        easy.set(CURLOPT_CONNECTTIMEOUT_MS, request.timeouts.connect.wholeMilliseconds)
        if method == "HEAD" {
            easy.set(CURLOPT_NOBODY, 1)
        } else if !request.body.isEmpty || method == "POST" || method == "PUT" || method == "PATCH" {
            // RFC 9110 §8.6: these say Content-Length: 0 rather than nothing.
            easy.set(CURLOPT_POST, 1)
            easy.setBody(request.body)
            if method != "POST" { easy.set(CURLOPT_CUSTOMREQUEST, method) }
        } else if method != "GET" {
            easy.set(CURLOPT_CUSTOMREQUEST, method)
        }
    }

    private func tellCallbacks() {
        let this = Unmanaged.passUnretained(self).toOpaque()
        easy.set(CURLOPT_PRIVATE, this)
        easy.set(CURLOPT_HEADERDATA, this)
        easy.set(CURLOPT_WRITEDATA, this)
    }

    /// Has libcurl call the transfer whose pointer it is given.
    static func setCallbacks(of easy: EasyHandle) {
        easy.set(CURLOPT_HEADERFUNCTION) { bytes, size, count, user in
            guard let user else { return 0 }
            return Transfer.of(user).takeHeaderLine(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
        easy.set(CURLOPT_WRITEFUNCTION) { bytes, size, count, user in
            guard let user else { return 0 }
            return Transfer.of(user).takeBody(UnsafeRawBufferPointer(start: bytes, count: size * count))
        }
    }

    /// How many bytes were taken: all, or none to stop the transfer.
    private func takeHeaderLine(_ line: UnsafeRawBufferPointer) -> Int {
        do throws(CurlError) {
            if let head = try assembler.append(line) {
                hasHead = true
                exchange.receive(head: head)
                clock.headArrived(now: engine.now)
                touch()
            }
            return line.count
        } catch {
            refusal = error
            return 0
        }
    }

    /// How many bytes were taken: all, none to stop the transfer, or libcurl's sign to pause it.
    private func takeBody(_ piece: UnsafeRawBufferPointer) -> Int {
        switch exchange.receive(piece) {
        case .kept:
            receivedBytes += piece.count
            clock.bodyArrived(now: engine.now)
            touch()
            return piece.count
        case .pause:
            clock.pause()
            return Int(CURL_WRITEFUNC_PAUSE)
        case .refused:
            return 0
        }
    }

    private func touch() {
        guard !isTouched else { return }
        isTouched = true
        engine.touched.append(self)
    }
}
