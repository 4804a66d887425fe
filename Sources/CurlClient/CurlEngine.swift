import CCurl
import CSystem
import Glibc

/// The multi handle and everything that belongs to it. It is made, run and ended inside one thread, its own
/// (`EngineThread`) or one on which it is a guest (`HostedEngine`); the mailbox is the only way in from others.
///
/// libcurl forbids adding and removing transfers inside its callbacks, so callbacks only note (`touched`, `curlDeadline`)
/// what the loop then does.
final class CurlEngine {
    let configuration: CurlConfiguration
    /// TLS sessions of all handles; one thread uses it, so it needs no locks.
    let share: UnsafeMutableRawPointer
    /// The names of fields that came in answers.
    let names = FieldNames()
    /// The clock as read after the last wait.
    private(set) var now = ContinuousClock.now
    /// Transfers whose readers are to be told something at the end of this turn.
    var touched: [Transfer] = []

    private static let eventsPerWait = 256

    private let multi: UnsafeMutableRawPointer
    private let mailbox: Mailbox
    private let watch: any DescriptorWatch
    private var sockets = WatchedSockets()
    private var transfers: [ObjectIdentifier: Transfer] = [:]
    /// Transfers of which libcurl has not said yet which socket they use; it may be one that seems to be idle.
    private var unplaced = 0
    private var deadlines = DeadlineHeap<Transfer>()
    private var spareHandles: [EasyHandle] = []
    /// When libcurl wants to be called without an event.
    private var curlDeadline: ContinuousClock.Instant?

    /// An engine, nil when libcurl has no memory for it.
    ///
    /// - Parameter watch: Outlives the engine.
    init?(_ configuration: CurlConfiguration, mailbox: Mailbox, watch: any DescriptorWatch & AnyObject) {
        guard let multi = curl_multi_init() else { return nil }
        guard let share = curl_share_init() else {
            curl_multi_cleanup(multi)
            return nil
        }
        self.configuration = configuration
        self.multi = multi
        self.share = share
        self.mailbox = mailbox
        self.watch = watch
        setOptions()
    }

    deinit {
        // Easy handles first: they hold on to connections of the multi handle and sessions of the share.
        spareHandles = []
        curl_multi_cleanup(multi)
        curl_share_cleanup(share)
    }

    /// Serves the mailbox until it is closed; then fails what still runs.
    func run(waitingWith epoll: EpollQueue) {
        let events = UnsafeMutableBufferPointer<epoll_event>.allocate(capacity: Self.eventsPerWait)
        defer { events.deallocate() }
        epoll.add(mailbox.eventDescriptor, for: CSYSTEM_EPOLLIN | CSYSTEM_EPOLLET)
        while let commands = mailbox.collect() {
            serve(commands)
            let ready = epoll.wait(into: events, milliseconds: mailbox.mayEngineSleep() ? patience : 0)
            now = ContinuousClock.now
            for event in events.prefix(ready) { handle(event.events, on: event.data.fd) }
        }
        failAll()
    }

    /// Does what there is to do without waiting; false once the mailbox is closed, when nothing runs any more.
    ///
    /// - Parameters:
    ///   - socket: A descriptor that is ready, if it is one that has the engine take its turn.
    ///   - events: What it is ready for.
    func takeTurn(on socket: Int32?, _ events: UInt32) -> Bool {
        now = ContinuousClock.now
        // First of all, so that the engine counts as awake.
        var commands = mailbox.collect()
        if let socket, commands != nil { handle(events, on: socket) }
        while let batch = commands {
            serve(batch)
            if mailbox.mayEngineSleep() { return true }
            commands = mailbox.collect()
        }
        failAll()
        return false
    }

    /// When the next turn is due, if nothing else happens.
    var nextDeadline: ContinuousClock.Instant? {
        guard let curlDeadline else { return deadlines.first?.scheduledDeadline }
        return deadlines.first.map { min($0.scheduledDeadline, curlDeadline) } ?? curlDeadline
    }

    private func serve(_ commands: [Command]) {
        commands.forEach(perform)
        callBackWhenDue()
        endTurn()
    }

    private func failAll() {
        transfers.values.forEach { fail($0, with: .shutdown) }
        endTurn()
    }
}

// Commands.
extension CurlEngine {
    private func perform(_ command: Command) {
        switch command {
        case .start(let exchange):
            do throws(CurlError) { try start(exchange) } catch {
                exchange.finish(error)
                exchange.flush()
            }
        case .resume(let exchange):
            guard let transfer = transfers[ObjectIdentifier(exchange)] else { return }
            transfer.clock.resume(now: now)
            // May call the write callback before it returns.
            curl_easy_pause(transfer.easy.pointer, CURLPAUSE_CONT)
            advanceDeadline(of: transfer)
        case .cancel(let exchange):
            guard let transfer = transfers[ObjectIdentifier(exchange)] else { return }
            remove(transfer)
        }
    }

    private func start(_ exchange: Exchange) throws(CurlError) {
        // Cancelled on the way here, when the command to cancel may have come first.
        guard exchange.isOpen else { return }
        guard let easy = spareHandles.popLast() ?? EasyHandle(of: self) else {
            throw .other(code: CURLE_OUT_OF_MEMORY.rawValue, message: "no memory for a handle")
        }
        let transfer = try Transfer(exchange, easy: easy, engine: self)
        let code = curl_multi_add_handle(multi, easy.pointer)
        guard code == CURLM_OK else {
            throw .other(code: CURLE_FAILED_INIT.rawValue, message: String(cString: curl_multi_strerror(code)))
        }
        transfers[ObjectIdentifier(exchange)] = transfer
        unplaced += 1
        deadlines.schedule(transfer, at: transfer.clock.deadline)
    }

    /// Takes a transfer out, finished or not; one that was not finished loses its connection.
    private func remove(_ transfer: Transfer) {
        curl_multi_remove_handle(multi, transfer.easy.pointer)
        transfers[ObjectIdentifier(transfer.exchange)] = nil
        if transfer.socket == nil { unplaced -= 1 }
        deadlines.remove(transfer)
        if transfer.leavesHandleClean { transfer.easy.clear() } else { transfer.easy.reset() }
        if spareHandles.count < configuration.maxSpareHandles { spareHandles.append(transfer.easy) }
    }

    private func fail(_ transfer: Transfer, with error: CurlError) {
        transfer.exchange.finish(error)
        touched.append(transfer)
        remove(transfer)
    }
}

// Turns.
extension CurlEngine {
    private func handle(_ events: UInt32, on socket: Int32) {
        guard socket != mailbox.eventDescriptor else { return }
        let (isForCurl, step) = sockets.happened(to: socket)
        // What seems to be idle may be a new transfer's already.
        take(step == .discard && unplaced > 0 ? .remove : step, on: socket)
        guard isForCurl else { return }
        // Errors are told as readiness: libcurl then finds them by the system call, with their errno.
        let failed = events & (CSYSTEM_EPOLLERR | CSYSTEM_EPOLLHUP) != 0
        var mask: Int32 = 0
        if failed || events & CSYSTEM_EPOLLIN != 0 { mask |= CURL_CSELECT_IN }
        if failed || events & CSYSTEM_EPOLLOUT != 0 { mask |= CURL_CSELECT_OUT }
        act(socket, mask)
    }

    private func callBackWhenDue() {
        guard let due = curlDeadline, due <= now else { return }
        curlDeadline = nil
        act(CURL_SOCKET_TIMEOUT, 0)
    }

    private func act(_ socket: curl_socket_t, _ mask: Int32) {
        var running: Int32 = 0
        curl_multi_socket_action(multi, socket, mask, &running)
    }

    /// Collects what libcurl has finished and what is late, and tells the readers.
    private func endTurn() {
        var easy: UnsafeMutableRawPointer?
        var code = CURLE_OK
        while ccurl_multi_next_done(multi, &easy, &code) != 0 {
            guard let transfer = transfer(of: easy) else { continue }
            transfer.conclude(code)
            if code == CURLE_OK, let socket = transfer.socket { rest(socket) }
            remove(transfer)
        }
        while let transfer = deadlines.first, transfer.scheduledDeadline <= now {
            if let error = transfer.missedDeadline(now: now) {
                fail(transfer, with: error)
            } else {
                deadlines.schedule(transfer, at: transfer.clock.deadline)
            }
        }
        for transfer in touched {
            advanceDeadline(of: transfer)
            transfer.flush()
        }
        touched.removeAll(keepingCapacity: true)
    }

    private func transfer(of easy: UnsafeMutableRawPointer?) -> Transfer? {
        var pointer: UnsafeMutableRawPointer?
        guard let easy, ccurl_easy_get_pointer(easy, CURLINFO_PRIVATE, &pointer) == CURLE_OK else { return nil }
        return pointer.map(Transfer.of)
    }

    /// Sees to it that a connection whose server has sent more than its answer is not used again.
    private func rest(_ socket: curl_socket_t) {
        guard unplaced == 0, sockets.idles(socket) else { return }
        var byte: UInt8 = 0
        guard recv(socket, &byte, 1, Int32(MSG_PEEK | MSG_DONTWAIT)) >= 0 else { return }
        take(sockets.happened(to: socket).step, on: socket)
    }

    /// Deadlines that move back wait in the heap until they seem due; one that moves forward must be moved at once.
    private func advanceDeadline(of transfer: Transfer) {
        guard transfer.heapPosition != nil, transfer.clock.deadline < transfer.scheduledDeadline else { return }
        deadlines.schedule(transfer, at: transfer.clock.deadline)
    }

    /// Milliseconds until something is due; -1 when nothing will be.
    private var patience: Int32 {
        guard let next = nextDeadline else { return -1 }
        return next <= now ? 0 : Int32(now.duration(to: next).wholeMilliseconds)
    }
}

// libcurl's callbacks.
extension CurlEngine {
    private func setOptions() {
        let this = Unmanaged.passUnretained(self).toOpaque()
        ccurl_multi_set_socket_function(
            multi,
            { easy, socket, what, user, _ in
                if let user { CurlEngine.of(user).watch(socket, what, for: easy) }
                return 0
            }, this)
        ccurl_multi_set_timer_function(
            multi,
            { _, milliseconds, user in
                if let user { CurlEngine.of(user).curlWantsCall(in: milliseconds) }
                return 0
            }, this)
        // The cache counts connections in use too; its default shrinks when traffic ebbs and closes the idle ones.
        ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, configuration.maxConnections)
        ccurl_multi_set_long(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, configuration.maxConnections)
        ccurl_multi_set_long(multi, CURLMOPT_MAX_HOST_CONNECTIONS, configuration.maxConnectionsPerHost)
        // Otherwise every handle has a cache of its own and no connection ever resumes a session.
        ccurl_share_add(share, CURL_LOCK_DATA_SSL_SESSION)
    }

    private static func of(_ pointer: UnsafeMutableRawPointer) -> CurlEngine {
        Unmanaged<CurlEngine>.fromOpaque(pointer).takeUnretainedValue()
    }

    private func watch(_ socket: curl_socket_t, _ what: Int32, for easy: UnsafeMutableRawPointer?) {
        guard what != CURL_POLL_REMOVE else { return take(sockets.rests(socket), on: socket) }
        if let transfer = transfer(of: easy) {
            if transfer.socket == nil { unplaced -= 1 }
            transfer.socket = socket
        }
        var events: UInt32 = 0
        if what & CURL_POLL_IN != 0 { events |= CSYSTEM_EPOLLIN }
        if what & CURL_POLL_OUT != 0 { events |= CSYSTEM_EPOLLOUT }
        take(sockets.wants(events, of: socket), on: socket)
    }

    private func take(_ step: WatchedSockets.Step, on socket: Int32) {
        switch step {
        case .nothing: break
        case .add(let events): watch.add(socket, for: events)
        case .change(let events): watch.change(socket, to: events)
        case .remove: watch.remove(socket)
        case .discard:
            watch.remove(socket)
            // libcurl takes a connection that can be read for a good one, but not one that is shut.
            shutdown(socket, Int32(SHUT_RDWR))
        }
    }

    /// Has the sockets of a handle's connections opened and closed under the engine's eyes.
    func trackSockets(of easy: UnsafeMutableRawPointer) -> CURLcode {
        ccurl_easy_set_socket_functions(
            easy,
            { user, _, address in
                let socket = ccurl_open_socket(address)
                if let user, socket != CURL_SOCKET_BAD { CurlEngine.of(user).sockets.opened(socket) }
                return socket
            },
            { user, socket in
                if let user {
                    let engine = CurlEngine.of(user)
                    engine.take(engine.sockets.closes(socket), on: socket)
                }
                return close(socket)
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func curlWantsCall(in milliseconds: Int) {
        curlDeadline = milliseconds < 0 ? nil : now + .milliseconds(milliseconds)
    }
}
