import Testing

@testable import HoneService

struct RateBucketTests {
    private let start = ContinuousClock.now

    @Test func holdsOneMinutesWorth() {
        var bucket = RateBucket(perMinute: 3, now: start)
        for left in [3, 2, 1] {
            #expect(bucket.remaining(at: start) == left)
            #expect(bucket.wait(for: 1, at: start) == .zero)
            bucket.take(1, at: start)
        }
        #expect(bucket.remaining(at: start) == 0)
        #expect(bucket.wait(for: 1, at: start) == .seconds(20))
        #expect(bucket.timeUntilFull(at: start) == .seconds(60))
    }

    @Test(arguments: [1, 3, 7, 60, 99_999])
    func hasOneExactlyWhenItSaidSo(perMinute: Int) {
        var bucket = RateBucket(perMinute: perMinute, now: start)
        bucket.take(perMinute, at: start)
        let wait = bucket.wait(for: 1, at: start)
        #expect(bucket.wait(for: 1, at: start + wait) == .zero)
        #expect(bucket.wait(for: 1, at: start + wait - .nanoseconds(1)) > .zero)
    }

    @Test func savesNothingBeyondAMinute() {
        let bucket = RateBucket(perMinute: 5, now: start)
        #expect(bucket.remaining(at: start + .seconds(3_600)) == 5)
    }

    @Test func isPaidBackBeforeItGivesAgain() {
        var bucket = RateBucket(perMinute: 100, now: start)
        bucket.take(300, at: start)
        #expect(bucket.remaining(at: start + .seconds(119)) == 0)
        #expect(bucket.remaining(at: start + .seconds(150)) == 50)
    }

    @Test func keepsTheShareThatIsUsedWhenTheLimitChanges() {
        var bucket = RateBucket(perMinute: 10, now: start)
        bucket.take(5, at: start)
        bucket.change(perMinute: 100)
        #expect(bucket.remaining(at: start) == 50)
    }

    @Test(arguments: [Int.max, 0, -1])
    func survivesAnyLimit(perMinute: Int) {
        var bucket = RateBucket(perMinute: perMinute, now: start)
        bucket.take(1, at: start)
        let most = perMinute > 0 ? KeyLimits.mostPerMinute : 1
        #expect(bucket.remaining(at: start) == most - 1)
        bucket.change(perMinute: perMinute)
        #expect(bucket.remaining(at: start) == most - 1)
    }

    @Test(arguments: [Int.max, -1, 0])
    func survivesAnyFigure(cost: Int) {
        var bucket = RateBucket(perMinute: 1, now: start)
        for _ in 0..<3 { bucket.take(cost, at: start) }
        #expect(bucket.remaining(at: start) == (cost > 0 ? 0 : 1))
    }
}
