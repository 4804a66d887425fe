import Synchronization
import Testing

@testable import HTTPServer

/// The loop runs what it is given, in order and on one thread.
@Suite(.timeLimit(.minutes(5)))
struct LoopTests {
    @Test func runsTasksOnItsThread() async throws {
        let loop = try Loop(label: "test")
        #expect(!loop.isCurrent)
        let wasCurrent = await Task(executorPreference: loop) { loop.isCurrent }.value
        #expect(wasCurrent)
    }

    @Test func runsWorkInOrder() async throws {
        let loop = try Loop(label: "test")
        let log = Log<Int>()
        for number in 0..<1000 { loop.async { log.note(number) } }
        for number in 0..<1000 { #expect(await log.next() == number) }
    }

    @Test func runsTimersWhenTheyAreDue() async throws {
        let loop = try Loop(label: "test")
        let log = Log<(Int, Duration)>()
        let start = ContinuousClock.now
        for delay in [30, 10, 20] {
            loop.async(after: .milliseconds(delay)) { log.note((delay, ContinuousClock.now - start)) }
        }
        for delay in [10, 20, 30] {
            let (number, time) = try #require(await log.next())
            #expect(number == delay)
            #expect(time >= .milliseconds(delay))
        }
    }

    @Test func keepsTimersInOrder() {
        var timers = LoopTimers()
        let order = Mutex<[Int]>([])
        for (number, time) in [(0, 5), (1, 3), (2, 5), (3, 1), (4, 9)] as [(Int, UInt64)] {
            timers.add(at: time) { order.withLock { $0.append(number) } }
        }
        #expect(timers.nextTime == 1)
        for work in timers.takeDue(at: 5) { work() }
        #expect(order.withLock { $0 } == [3, 1, 0, 2])
        #expect(timers.nextTime == 9)
    }

    @Test(
        arguments: [
            (Duration.seconds(2), 2_000_000_000), (.nanoseconds(7), 7), (.zero, 0), (.seconds(-1), 0),
            (.seconds(Int64.max), UInt64(Int64.max)),
        ] as [(Duration, UInt64)])
    func countsNanoseconds(duration: Duration, expected: UInt64) {
        #expect(duration.wholeNanoseconds == expected)
    }
}
