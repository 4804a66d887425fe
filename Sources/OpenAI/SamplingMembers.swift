import JSON

/// The types and ranges of the sampling members that Hone checks before any of them costs money.
public enum SamplingMembers {
    /// Checks the members that are there.
    ///
    /// - Parameter logprobsIsCount: whether `logprobs` is a number, as in text completions, and has been checked.
    /// - Throws: `RequestError` naming the member.
    public static func check(_ body: MemberReader, logprobsIsCount: Bool = false) throws(RequestError) {
        _ = try body.number("temperature", in: 0...2)
        _ = try body.number("top_p", in: 0...1)
        _ = try body.number("frequency_penalty", in: -2...2)
        _ = try body.number("presence_penalty", in: -2...2)
        _ = try body.integer("seed", in: Int.min...Int.max)
        _ = try body.integer("max_tokens", in: 1...Int.max)
        _ = try body.integer("max_completion_tokens", in: 1...Int.max)
        if !logprobsIsCount { _ = try body.bool("logprobs") }
        _ = try body.integer("top_logprobs", in: 0...Int.max)
        _ = try body.object("response_format")
        _ = try body.array("tools")
        if let stop = try body.value("stop") {
            let isText = stop.string != nil || stop.array?.allSatisfy { $0.string != nil } == true
            guard isText else {
                throw .wrongType(
                    member: body.name("stop"), expected: "a string or an array of strings", found: stop.kind)
            }
        }
    }
}
