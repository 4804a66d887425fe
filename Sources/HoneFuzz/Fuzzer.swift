import Glibc

/// Runs a target on mutated inputs until the time is over or an invariant fails.
///
/// Which input an iteration gets depends only on the seed and the iteration's number, so that a trap, which ends the
/// process, is found again with `--from` the last number printed and `--trace`.
struct Fuzzer {
    /// Iterations between two looks at the clock.
    private static let batch: UInt64 = 1024

    let target: any FuzzTarget
    let options: Options

    /// Whether every invariant held.
    func run() -> Bool {
        let seeds = target.seeds
        let clock = ContinuousClock()
        let end = clock.now + .seconds(options.seconds)
        var report = clock.now
        var iteration = options.from
        while clock.now < end {
            if clock.now >= report {
                say("iteration \(iteration)")
                report = clock.now + .seconds(10)
            }
            for _ in 0..<Self.batch {
                var mutator = Mutator(seeds: seeds, seed: options.seed &+ iteration)
                let input = mutator.input()
                if options.trace { say("iteration \(iteration): \(Self.literal(input))") }
                do throws(Finding) {
                    try target.check(input, pieces: mutator.pieces(of: input))
                } catch {
                    print("FINDING at iteration \(iteration): \(error.statement)")
                    print("input: \(Self.literal(input))")
                    return false
                }
                iteration += 1
            }
        }
        print("\(iteration - options.from) inputs, no finding")
        return true
    }

    /// Prints a line at once, so that it is there when the process traps.
    private func say(_ line: String) {
        print(line)
        fflush(nil)
    }

    private static func literal(_ bytes: [UInt8]) -> String {
        String(bytes.map { Character(UnicodeScalar($0)) }).debugDescription
    }
}
