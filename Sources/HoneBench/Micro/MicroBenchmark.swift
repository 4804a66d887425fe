/// One thing that is measured: what is done once, and to how much.
struct MicroBenchmark {
    /// Its name.
    let name: String
    /// What it counts: requests, events, tokens, …
    let unit: String
    /// How many of them one call works on.
    let items: Int
    /// How many bytes one call reads.
    let input: [UInt8]
    /// Works once, and returns what depends on all of its work, the same every time.
    let work: () throws -> Int

    /// All of them, with realistic inputs of their own making.
    static func all() throws -> [MicroBenchmark] {
        try heads() + json() + events() + replies() + answers()
    }
}
