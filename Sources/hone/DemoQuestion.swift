import HTTPTypes
import JSON
import Upstream

/// The question that the demo asks, and how it asks it.
enum DemoQuestion {
    static let text =
        "Mia has 80 apples. She sells 6 and gives 2 bags of 27 away. How many apples does Mia have now?"
    static let samples = 20
    /// Makes the demo say the same every time.
    private static let seed = 7

    /// Posts the question as any client would.
    static func ask(_ hone: Fleet) async throws -> JSON {
        let body: JSON = [
            "prompt": .string(text), "parameters": ["samples": .number(samples)],
            "sampling": ["temperature": 0.8, "seed": .number(seed)], "include": ["samples"],
        ]
        let request = ForwardedRequest(
            method: .post, path: "/refine/self-consistency", fields: [.contentType: "application/json"],
            body: .bytes(body.utf8))
        let response = try await hone.forward(request, for: Caller())
        var bytes: [UInt8] = []
        for try await piece in response.body { bytes += piece }
        return try JSON(parsing: bytes)
    }

    /// Three ways to go on.
    static func curlLines(_ address: String) -> [String] {
        [
            "Try it:",
            "",
            "  curl -d 'What is 17 + 26?' \(address)/v1/refine/self-consistency",
            "",
            "  curl -H 'Content-Type: text/plain' -H 'Accept: text/plain' -d '\(text)' \\",
            "    '\(address)/v1/refine/self-consistency?samples=20&temperature=0.8&answer=number'",
            "",
            "  curl -H 'Content-Type: application/json' \(address)/v1/chat/completions \\",
            "    -d '{\"model\":\"sc:tiny-arith\",\"messages\":[{\"role\":\"user\",\"content\":\"What is 17 + 26?\"}]}'",
        ]
    }
}
