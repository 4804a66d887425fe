import Testing

@testable import HoneService

struct MetricStoreTests {
    @Test func writesCountersByTheirLabels() {
        var store = MetricStore()
        store.add(.requests, ["POST /v1/chat/completions", "200"])
        store.add(.requests, ["POST /v1/chat/completions", "200"])
        store.add(.requests, ["GET /health", "200"], 3)
        #expect(
            store.text == """
                # HELP hone_requests_total Requests answered.
                # TYPE hone_requests_total counter
                hone_requests_total{route="GET /health",status="200"} 3
                hone_requests_total{route="POST /v1/chat/completions",status="200"} 2

                """)
    }

    @Test func writesHistogramsCumulatively() {
        let family = MetricFamily("h", .histogram(bounds: [0.5, 1]), "Help.", by: ["a"])
        var store = MetricStore()
        for value in [0.25, 0.5, 0.75, 4] { store.observe(family, ["x"], value) }
        #expect(
            store.text == """
                # HELP h Help.
                # TYPE h histogram
                h_bucket{a="x",le="0.5"} 2
                h_bucket{a="x",le="1"} 3
                h_bucket{a="x",le="+Inf"} 4
                h_sum{a="x"} 5.5
                h_count{a="x"} 4

                """)
    }

    @Test func setsGauges() {
        var store = MetricStore()
        store.set(.openConnections, to: 5)
        store.set(.openConnections, to: 2)
        #expect(store.text.contains("\nhone_open_connections 2\n"))
    }

    @Test func escapesWhatWouldEndALabel() {
        var store = MetricStore()
        store.add(.tokens, ["a\"b\\c\nd", "prompt"])
        #expect(store.text.contains(#"{model="a\"b\\c\nd",kind="prompt"} 1"#))
    }

    @Test func hasRoomForKnownModelsWhateverClientsMakeUp() {
        var store = MetricStore()
        let labels = (0..<(MetricStore.maxUnknownModels + 5)).map { store.label(ofModel: "x\($0)", isKnown: false) }
        #expect(labels.prefix(MetricStore.maxUnknownModels).allSatisfy { $0 != MetricStore.otherLabel })
        #expect(labels.suffix(5).allSatisfy { $0 == MetricStore.otherLabel })
        #expect(store.label(ofModel: "m", isKnown: true) == "m")
        #expect(store.label(ofModel: "x0", isKnown: false) == "x0")
    }

    @Test func keepsLabelsShort() {
        var store = MetricStore()
        let name = String(repeating: "x", count: MetricStore.maxLabelBytes)
        store.add(.runs, [name + "y", "certain"])
        store.add(.runs, [name + "z", "certain"])
        #expect(store.text.hasSuffix("hone_runs_total{method=\"\(name)\",stop_reason=\"certain\"} 2\n"))
    }

    @Test func keepsAnEndOfTheNamesThatClientsInvent() {
        var store = MetricStore()
        for number in 0..<(MetricStore.maxSeries + 50) { store.add(.tokens, ["model-\(number)", "prompt"]) }
        let lines = store.text.split(separator: "\n")
        #expect(lines.count == 2 + MetricStore.maxSeries + 1)
        #expect(lines.contains("hone_tokens_total{model=\"other\",kind=\"other\"} 50"))
    }
}
