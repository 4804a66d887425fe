import JSON
import Refinement

extension ModelCall {
    /// The route that takes the call, below the base of the API.
    var path: String {
        switch conversation.kind {
        case .chat: "chat/completions"
        case .text: "completions"
        }
    }

    /// The call as the body of a completion, of a chat or of a text.
    ///
    /// Always a stream: servers notice at once when the reader of a stream leaves, and with a plain reply only later or
    /// never (`guides/upstreams.md`).
    func chatBody(model: String, asksForUsage: Bool) -> [UInt8] {
        var body: [UInt8] = []
        body.reserveCapacity(conversation.utf8.count + 512)
        body += Array("{\"model\":".utf8)
        JSON.string(model).write(to: &body)
        body += Array((conversation.kind == .text ? ",\"prompt\":" : ",\"messages\":").utf8)
        body += conversation.utf8
        for member in conversation.kind == .text ? sampling.textMembers : sampling.members {
            body.append(UInt8(ascii: ","))
            JSON.string(member.name).write(to: &body)
            body.append(UInt8(ascii: ":"))
            body += member.value
        }
        if choices > 1 { body += Array(",\"n\":\(choices)".utf8) }
        body += Array(",\"stream\":true".utf8)
        if asksForUsage { body += Array(",\"stream_options\":{\"include_usage\":true}".utf8) }
        body.append(UInt8(ascii: "}"))
        return body
    }
}
