import JSON
import OpenAI

/// Members of OpenAI's requests that no method can honour, so that a request with a method must not have them.
///
/// All others are passed on with every sample, as they were written.
enum RefusedMembers {
    /// Refuses a request that has one of them.
    ///
    /// - Throws: `RequestError` naming the member.
    static func check(_ outline: JSONOutline, _ form: CompletionForm) throws(RequestError) {
        let body = MemberReader(outline)
        if let most = try body.integer("best_of", in: 1...Int.max), most > 1 {
            throw .notHonoured(member: "best_of", reason: "the method itself chooses between samples")
        }
        if let options = try body.object("stream_options") {
            for member in options.members where member.name != "include_usage" {
                guard member.value.isNull || member.value == false else {
                    throw .notHonoured(
                        member: "stream_options.\(member.name)", reason: "the stream is not the model server's own")
                }
            }
        }
        switch form {
        case .chat: try checkChat(body)
        case .text: try checkText(body)
        }
    }

    private static func checkChat(_ body: MemberReader) throws(RequestError) {
        if let modalities = try body.array("modalities"), modalities.contains(where: { $0 != "text" }) {
            throw .notHonoured(member: "modalities", reason: "answers are compared by their text")
        }
        if try body.value("audio") != nil {
            throw .notHonoured(member: "audio", reason: "answers are compared by their text")
        }
        if try body.bool("store") == true {
            throw .notHonoured(member: "store", reason: "every sample would be stored, and none under this answer's id")
        }
        for (name, successor) in [("functions", "tools"), ("function_call", "tool_choice")] {
            if try body.value(name) != nil {
                throw .notHonoured(member: name, reason: "its successor '\(successor)' is")
            }
        }
    }

    private static func checkText(_ body: MemberReader) throws(RequestError) {
        if try body.bool("echo") == true {
            throw .notHonoured(member: "echo", reason: "answers would be looked for in the prompt as well")
        }
    }
}
