import JSON

/// One event of a stream.
struct ServerEvent {
    let name: String?
    let data: String

    var json: JSON { (try? JSON(parsing: data)) ?? .null }
}

extension ServiceUnderTest.Answer {
    /// The events of the body; comments left out.
    var events: [ServerEvent] {
        text.split(separator: "\n\n").compactMap { block in
            var name: String?
            var data: String?
            for line in block.split(separator: "\n") {
                if line.hasPrefix("event: ") { name = String(line.dropFirst(7)) }
                if line.hasPrefix("data: ") { data = String(line.dropFirst(6)) }
            }
            return data.map { ServerEvent(name: name, data: $0) }
        }
    }

    /// The pieces of the answer's text, as a native stream or a chat stream tells them.
    var deltas: [String] {
        events.compactMap { event in
            event.name == "delta"
                ? event.json["text"]?.string : event.json["choices"]?[0]?["delta"]?["content"]?.string
        }.filter { !$0.isEmpty }
    }

    /// The object of a refinement, however it came.
    var refinement: JSON {
        if events.isEmpty { return json["hone"] ?? json }
        return events.first { $0.name == "done" }?.json ?? events.compactMap { $0.json["hone"] }.last ?? .null
    }
}

/// The four ways in which a refinement is asked for and comes back.
enum Form: CaseIterable {
    case native, nativeStream, chat, chatStream

    var isChat: Bool { self == .chat || self == .chatStream }

    /// Asks for a refinement by `method` with these members of its settings and of its sampling options.
    func ask(
        _ hone: ServiceUnderTest, _ method: String, settings: String, sampling: String = ""
    ) async throws -> ServiceUnderTest.Answer {
        let stream = self == .nativeStream || self == .chatStream
        let settings = settings.isEmpty ? "" : ",\(settings)"
        if isChat {
            return try await hone.post(
                "/v1/chat/completions",
                """
                {"model":"m","stream":\(stream),"messages":[{"role":"user","content":"How many?"}]\
                \(sampling.isEmpty ? "" : ",\(sampling)"),"hone":{"method":"\(method)"\(settings)}}
                """)
        }
        return try await hone.post(
            "/v1/refine/\(method)",
            #"{"model":"m","stream":\#(stream),"prompt":"How many?","sampling":{\#(sampling)}\#(settings)}"#)
    }
}
