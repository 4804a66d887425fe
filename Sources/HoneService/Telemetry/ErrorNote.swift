import HTTPServer
import OpenAI
import Refinement

/// What the log and the traces say of an error.
struct ErrorNote: Sendable {
    /// Bytes of a text at most.
    static let maxBytes = 256

    /// Its name for programs.
    let code: String
    /// The member that is wrong.
    let param: String?
    /// The error in words; nil if they may be a client's or a model server's, which may quote prompts.
    let message: String?

    /// What is said of `error`; with its words, whoever they are from, where content is told.
    init(_ error: ServiceError, hasContent: Bool) {
        let object = ErrorRendering(error).object
        func clean(_ text: String) -> String { text.cut(toBytes: Self.maxBytes).printable }
        code = clean(object.code ?? "")
        param = object.param.map(clean)
        message = hasContent || error.quotesNobody ? clean(object.message) : nil
    }

    /// The error in one text.
    var text: String { message ?? code }
}

extension ServiceError {
    /// Whether its message is Hone's own, without a word of the client's or of a model server's.
    var quotesNobody: Bool {
        switch self {
        case .refused(.modelNotAllowed(.some)), .request, .unknownMethod, .noModel, .unknownModel, .unknownRun: false
        case .refused, .mediaType, .misconfigured, .draining, .notReady, .unexpected: true
        case .server(.malformedRequest): false
        case .server: true
        case .model(let error): error.quotesNobody
        case .refinement(.allSamplesFailed(let errors)): errors.allSatisfy(\.quotesNobody)
        case .refinement: true
        case .run(_, let error): error.quotesNobody
        }
    }
}

extension ModelError {
    /// Whether its reason is Hone's own, without a word of the model server's.
    fileprivate var quotesNobody: Bool {
        switch self {
        case .rejected, .garbled: false
        case .unreachable, .timedOut, .interrupted, .noChoice, .overloaded, .outOfBudget, .discarded: true
        }
    }
}
