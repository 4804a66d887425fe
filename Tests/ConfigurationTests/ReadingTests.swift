import Testing

@testable import Configuration

/// Times, sizes and misspelt words.
struct ReadingTests {
    @Test(
        arguments: [
            ("500ms", Duration.milliseconds(500)), ("30s", .seconds(30)), ("5m", .seconds(300)),
            ("2h", .seconds(7_200)),
            ("0", .zero), ("0s", .zero), ("1", nil), ("s", nil), ("1.5s", nil), ("-1s", nil), ("1 s", nil), ("1d", nil),
            ("99999999999999999999s", nil), ("", nil),
        ] as [(String, Duration?)])
    func readsTimes(text: String, duration: Duration?) { #expect(Duration(configured: text) == duration) }

    @Test(
        arguments: [
            ("65536", 65_536), ("1B", 1), ("512KiB", 524_288), ("32MB", 32_000_000), ("1GiB", 1 << 30), ("1kb", nil),
            ("MB", nil), ("1.5MB", nil), ("9999999999999GB", nil),
        ] as [(String, Int?)])
    func readsSizes(text: String, bytes: Int?) { #expect(ByteSize.bytes(text) == bytes) }

    @Test(
        arguments: [
            ("prot", "port"), ("max-in-flight", "max_in_flight"), ("Host", "host"), ("hst", "host"), ("xyz", nil),
        ] as [(String, String?)])
    func knowsWhatWasMeant(word: String, meant: String?) {
        #expect(Spelling.nearest(to: word, among: ["port", "host", "max_in_flight"]) == meant)
    }
}
