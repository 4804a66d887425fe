import CSystem

/// An engine that lives on somebody else's loop, and the way to it: from the loop itself straight, from other threads by
/// the mailbox.
///
/// Unchecked because the engine is not Sendable: it is made, touched and let go of on the loop only.
final class HostedEngine: EngineDoor, DescriptorWatch, @unchecked Sendable {
    /// Where it lives.
    let host: any HostLoop
    private let mailbox: Mailbox
    private let ending = Ending()
    private var engine: CurlEngine?
    /// When the loop will call for what is due by then; an alarm that turns out to be early is set anew.
    private var alarm: ContinuousClock.Instant?

    /// Moves in; calls that are made until then wait in the mailbox.
    /// - Throws: `CurlError.system` when the process has no descriptor left.
    init(_ configuration: CurlConfiguration, on host: any HostLoop) throws(CurlError) {
        self.host = host
        mailbox = try Mailbox()
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
        if host.isCurrent { work() } else { mailbox.signal() }
    }

    // MARK: On the loop

    private func moveIn(_ configuration: CurlConfiguration) {
        engine = CurlEngine(configuration, mailbox: mailbox, watch: self)
        guard engine != nil else { return moveOut() }
        add(mailbox.eventDescriptor, for: CSYSTEM_EPOLLIN | CSYSTEM_EPOLLET)
        work()
    }

    func add(_ descriptor: Int32, for events: UInt32) {
        host.follow(descriptor, for: events) { self.work(on: descriptor, $0) }
    }

    func change(_ descriptor: Int32, to events: UInt32) {
        host.change(descriptor, to: events)
    }

    func remove(_ descriptor: Int32) {
        host.forget(descriptor)
    }

    /// Does all there is to do now, a socket being ready or not.
    private func work(on socket: Int32? = nil, _ events: UInt32 = 0) {
        guard let goesOn = engine?.takeTurn(on: socket, events) else { return }
        guard goesOn else {
            remove(mailbox.eventDescriptor)
            return moveOut()
        }
        setAlarm()
    }

    private func setAlarm() {
        guard let engine, let due = engine.nextDeadline, alarm.map({ due < $0 }) ?? true else { return }
        guard due > engine.now else { return host.perform { self.work() } }
        alarm = due
        host.perform(after: .milliseconds(engine.now.duration(to: due).wholeMilliseconds)) { [weak self] in
            self?.goOff(due)
        }
    }

    private func goOff(_ time: ContinuousClock.Instant) {
        guard alarm == time else { return }
        alarm = nil
        work()
    }

    private func moveOut() {
        engine = nil
        mailbox.closeAndRefuseRest()
        ending.happen()
    }
}
