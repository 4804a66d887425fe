import OpenAI
import Refinement

/// Which of OpenAI's two kinds of completions is asked for.
enum CompletionForm: Sendable {
    /// The next message of a chat: `/v1/chat/completions`.
    case chat
    /// The continuation of a text: `/v1/completions`.
    case text

    /// Whether a method can do it: only those that ask for nothing but samples can go on with a text, because a critic
    /// or a judge has to be asked, and a text asks nobody.
    func isDone(by method: any Method.Type) -> Bool {
        self == .chat || (method as? any SamplingMethod.Type)?.onlySamples == true
    }

    /// Refuses a method that cannot do it.
    ///
    /// - Throws: `RequestError` naming the member that selects the method.
    func check(_ method: any Method.Type, member: String) throws(RequestError) {
        guard !isDone(by: method) else { return }
        throw .notHonoured(
            member: member,
            reason:
                "\(method.description.name) asks the model in a chat; here only methods work that do nothing but sample"
        )
    }
}
