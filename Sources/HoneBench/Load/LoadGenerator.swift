import CSystem
import Glibc

/// Sends requests as a plan says, and tallies the answers: one thread, epoll, and one timer that the schedule drives.
///
/// A request whose time has come while every connection is busy waits for one, and its latency counts from its time:
/// slow answers cannot slow the schedule down and hide themselves.
final class LoadGenerator {
    private let plan: LoadPlan
    private let tally = LoadTally()
    private let epoll: Int32
    private let timer: Int32
    /// With the descriptor as index.
    private var connections: [LoadConnection?] = []
    private var free = Waiting<LoadConnection>()
    private var waiting = Waiting<Int64>()
    private var begun: Int64 = 0
    /// Requests whose time has come.
    private var scheduled = 0
    private var receiveBuffer = [UInt8](repeating: 0, count: receiveBytes)

    private static let receiveBytes = 256 * 1024
    private static let eventsPerWait = 256
    /// Between connecting and the first request.
    private static let startDelay: Int64 = 20_000_000
    /// How often at least it looks whether all is over.
    private static let lookMilliseconds: Int32 = 100

    init(_ plan: LoadPlan) throws(LoadError) {
        self.plan = plan
        epoll = csystem_epoll_create()
        timer = csystem_timer()
        guard epoll >= 0, timer >= 0, csystem_epoll_add(epoll, timer, CSYSTEM_EPOLLIN) == 0 else {
            throw .noResources(errno: errno)
        }
    }

    deinit {
        for connection in connections { if let connection { close(connection.socket) } }
        close(epoll)
        close(timer)
    }

    /// Carries the plan out.
    func run() throws(LoadError) -> LoadReport {
        for _ in 0..<plan.connections { free.append(try connect(nil)) }
        begun = Monotonic.now + Self.startDelay
        tally.measuredFrom = begun + plan.warmUp
        let interval = if case .openLoop(let interval, _) = plan.schedule { Int64(interval) } else { Int64(0) }
        csystem_timer_start(timer, begun, interval)
        var events = [epoll_event](repeating: epoll_event(), count: Self.eventsPerWait)
        while !isOver(at: Monotonic.now) {
            let count = csystem_epoll_wait(epoll, &events, Int32(events.count), Self.lookMilliseconds)
            for event in events.prefix(Int(max(count, 0))) {
                if event.data.fd == timer {
                    csystem_timer_clear(timer)
                    try sendDue()
                } else if let connection = connections[Int(event.data.fd)] {
                    if event.events & CSYSTEM_EPOLLOUT != 0 { try send(connection) }
                    if event.events & ~CSYSTEM_EPOLLOUT != 0 { try receive(connection) }
                }
            }
        }
        tally.noteFailure("no answer in time", count: scheduled - tally.completed - tally.failed)
        return LoadReport(tally, begun: tally.measuredFrom)
    }

    // MARK: The schedule

    private func isOver(at now: Int64) -> Bool {
        let isAllScheduled =
            switch plan.schedule {
            case .openLoop(_, let count), .closedLoop(let count): scheduled == count
            case .closedLoopFor(let span): now >= begun + span
            }
        guard isAllScheduled else { return false }
        let quietSince =
            switch plan.schedule {
            case .openLoop(let interval, let count): begun + Int64(interval * Double(count))
            case .closedLoop: max(begun, tally.lastEnd)
            case .closedLoopFor(let span): begun + span
            }
        return tally.completed + tally.failed == scheduled || now > quietSince + plan.patience
    }

    /// Sends what is due by now.
    private func sendDue() throws(LoadError) {
        let now = Monotonic.now
        guard case .openLoop(let interval, let count) = plan.schedule else {
            // The one tick of a closed loop: every connection begins.
            while canSchedule(at: now), let connection = free.popFirst() {
                scheduled += 1
                tally.noteSent(late: 0)
                try begin(connection, due: now)
            }
            return
        }
        while scheduled < count {
            let due = begun + Int64(interval * Double(scheduled))
            guard due <= now else { return }
            scheduled += 1
            if waiting.isEmpty, let connection = free.popFirst() {
                tally.noteSent(late: now - due)
                try begin(connection, due: due)
            } else {
                waiting.append(due)
            }
        }
    }

    private func canSchedule(at now: Int64) -> Bool {
        switch plan.schedule {
        case .openLoop: false
        case .closedLoop(let count): scheduled < count
        case .closedLoopFor(let span): now < begun + span
        }
    }

    /// What a connection does that has nothing to do.
    private func goOn(_ connection: LoadConnection, at now: Int64) throws(LoadError) {
        if let due = waiting.popFirst() {
            tally.noteSentAfterWaiting()
            try begin(connection, due: due)
        } else if canSchedule(at: now) {
            scheduled += 1
            tally.noteSent(late: 0)
            try begin(connection, due: Monotonic.now)
        } else {
            free.append(connection)
        }
    }

    // MARK: One connection

    /// Connects anew for `connection`, or makes one.
    @discardableResult
    private func connect(_ connection: LoadConnection?) throws(LoadError) -> LoadConnection {
        let descriptor = try LoopbackSocket.connect(port: plan.port)
        let missing = Int(descriptor) + 1 - connections.count
        if missing > 0 { connections.append(contentsOf: repeatElement(nil, count: missing)) }
        let connection = connection ?? LoadConnection(socket: descriptor)
        connection.socket = descriptor
        connections[Int(descriptor)] = connection
        csystem_epoll_add(epoll, descriptor, CSYSTEM_EPOLLIN)
        return connection
    }

    private func reconnect(_ connection: LoadConnection) throws(LoadError) {
        connections[Int(connection.socket)] = nil
        close(connection.socket)
        try connect(connection)
    }

    private func begin(_ connection: LoadConnection, due: Int64) throws(LoadError) {
        connection.begin(due: due)
        try send(connection)
    }

    private func send(_ connection: LoadConnection) throws(LoadError) {
        let wasPartial = connection.sentBytes > 0
        let sent = plan.request.withUnsafeBytes { bytes in
            Glibc.send(
                connection.socket, bytes.baseAddress! + connection.sentBytes, bytes.count - connection.sentBytes,
                CSYSTEM_MSG_NOSIGNAL)
        }
        guard sent > 0 || errno == EAGAIN else { return try fail(connection, "cannot send") }
        connection.sentBytes += max(0, sent)
        let isPartial = connection.sentBytes < plan.request.count
        if isPartial || wasPartial {
            let events = isPartial ? CSYSTEM_EPOLLIN | CSYSTEM_EPOLLOUT : CSYSTEM_EPOLLIN
            csystem_epoll_modify(epoll, connection.socket, events)
        }
    }

    private func receive(_ connection: LoadConnection) throws(LoadError) {
        while true {
            let count = recv(connection.socket, &receiveBuffer, Self.receiveBytes, 0)
            let now = Monotonic.now
            if count < 0, errno == EAGAIN { return }
            guard connection.isBusy else {
                // A server may close what is idle; nothing is lost.
                return try reconnect(connection)
            }
            guard count > 0 else {
                return try settle(connection, connection.close(), at: now)
            }
            let progress = receiveBuffer.withUnsafeBytes { bytes in
                connection.take(
                    UnsafeRawBufferPointer(rebasing: bytes[..<count]), at: now,
                    readingEvents: plan.stampedEvents != nil, tally)
            }
            if progress != .unfinished { return try settle(connection, progress, at: now) }
            if count < Self.receiveBytes { return }
        }
    }

    private func settle(
        _ connection: LoadConnection, _ progress: ResponseReader.Progress, at now: Int64
    ) throws(LoadError) {
        switch progress {
        case .unfinished: return
        case .broken(let reason): return try fail(connection, reason)
        case .finished: break
        }
        if let problem = connection.problem(expecting: plan.stampedEvents) {
            tally.noteFailure(problem)
        } else {
            tally.noteEnd(due: connection.due, at: now)
        }
        connection.end()
        if connection.reader.closes { try reconnect(connection) }
        try goOn(connection, at: now)
    }

    private func fail(_ connection: LoadConnection, _ reason: String) throws(LoadError) {
        tally.noteFailure(reason)
        connection.end()
        try reconnect(connection)
        try goOn(connection, at: Monotonic.now)
    }
}
