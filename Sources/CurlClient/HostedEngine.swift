/// An engine that lives on somebody else's loop, and the way to it: from the loop itself straight, from other threads by
/// the mailbox.
///
/// Unchecked because the engine is not Sendable: it is made, touched and let go of on the loop only.
final class HostedEngine: EngineDoor, @unchecked Sendable {
    /// Where it lives.
    let host: any HostLoop
    private let mailbox: Mailbox
    /// Readable when the engine has something to do, whatever it is.
    private let epoll: EpollQueue
    private let ending = Ending()
    private var engine: CurlEngine?
    /// When the loop will call for what is due by then; an alarm that turns out to be early is set anew.
    private var alarm: ContinuousClock.Instant?

    /// Moves in; calls that are made until then wait in the mailbox.
    /// - Throws: `CurlError.system` when the process has no descriptor left.
    init(_ configuration: CurlConfiguration, on host: any HostLoop) throws(CurlError) {
        self.host = host
        mailbox = try Mailbox()
        epoll = try EpollQueue()
        host.perform { self.moveIn(configuration) }
    }

    /// Whether the caller runs where the engine does.
    var isHere: Bool { host.isCurrent }

    func post(_ command: Command) -> Bool {
        let (isTaken, wakes) = mailbox.add(command)
        // While the engine is at work nobody wakes it, so that no turn begins inside another.
        if wakes { wake() }
        return isTaken
    }

    /// Has the engine fail what runs and move out.
    func close() {
        if mailbox.markClosed() { wake() }
    }

    /// Waits until the engine has moved out.
    func end() async { await ending.wait() }

    private func wake() {
        if host.isCurrent { work(hasEvents: false) } else { mailbox.signal() }
    }

    // MARK: On the loop

    private func moveIn(_ configuration: CurlConfiguration) {
        engine = CurlEngine(configuration, mailbox: mailbox, epoll: epoll)
        guard engine != nil else { return moveOut() }
        host.follow(epoll.descriptor) { self.work(hasEvents: true) }
        work(hasEvents: true)
    }

    /// Does all there is to do now.
    private func work(hasEvents: Bool) {
        guard let engine else { return }
        guard engine.takeTurn(hasEvents: hasEvents) else {
            host.forget(epoll.descriptor)
            return moveOut()
        }
        guard let due = engine.nextDeadline, alarm.map({ due < $0 }) ?? true else { return }
        guard due > engine.now else { return host.perform { self.work(hasEvents: false) } }
        alarm = due
        host.perform(after: .milliseconds(engine.now.duration(to: due).wholeMilliseconds)) { [weak self] in
            self?.goOff(due)
        }
    }

    private func goOff(_ time: ContinuousClock.Instant) {
        guard alarm == time else { return }
        alarm = nil
        work(hasEvents: false)
    }

    private func moveOut() {
        engine = nil
        mailbox.closeAndRefuseRest()
        ending.happen()
    }
}
