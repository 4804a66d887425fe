import HTTPTypes
import OpenAI

extension TinyModelError {
    /// The status that answers the error.
    var status: HTTPResponse.Status {
        switch self {
        case .invalidRequest, .emptyPrompt, .contextExceeded: .badRequest
        case .unknownModel: .notFound
        case .overloaded: .serviceUnavailable
        default: .internalServerError
        }
    }

    /// The error as OpenAI's clients expect it; `promptMember` is where the request has its prompt.
    func object(promptMember: String) -> ErrorObject {
        switch self {
        case .invalidRequest(let error):
            ErrorObject(
                message: error.message, type: "invalid_request_error", param: error.member, code: error.code)
        case .emptyPrompt:
            ErrorObject(
                message: "The prompt has no tokens.", type: "invalid_request_error", param: promptMember,
                code: "invalid_value")
        case .contextExceeded(let promptTokens, let contextTokens):
            ErrorObject(
                message: "This model's context is \(contextTokens) tokens; the prompt alone has \(promptTokens).",
                type: "invalid_request_error", param: promptMember, code: "context_length_exceeded")
        case .unknownModel(let name):
            ErrorObject(
                message: "The model '\(name)' does not exist; there is '\(ReplyWriter.modelName)'.",
                type: "invalid_request_error", param: "model", code: "model_not_found")
        case .overloaded(let limit):
            ErrorObject(
                message: "As many as \(limit) choices are being made already; try again.", type: "server_error",
                code: "overloaded")
        default:
            ErrorObject(message: "The model cannot be used.", type: "server_error")
        }
    }
}
