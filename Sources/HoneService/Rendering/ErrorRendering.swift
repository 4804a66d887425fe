import HTTPServer
import HTTPTypes
import JSON
import OpenAI
import Refinement

/// How an error looks on the wire: its status, the OpenAI error object, and the fields that go with it.
struct ErrorRendering {
    let status: HTTPResponse.Status
    let object: ErrorObject
    var retryAfter: String?
    /// How to show who one is, for those who have not.
    var challenge: String?
    private var runID: String?

    /// The body.
    var json: JSON { object.json }

    /// The fields of an answer that is nothing but this error.
    var fields: HTTPFields {
        var fields: HTTPFields = [.contentType: "application/json"]
        fields[.retryAfter] = retryAfter
        fields[.honeRun] = runID
        fields[.wwwAuthenticate] = challenge
        // A budget that was spent would be spent again.
        if object.code == "budget_spent" { fields[.shouldRetry] = "false" }
        return fields
    }

    init(_ error: ServiceError) {
        switch error {
        case .request(let error):
            self.init(400, error.message, param: error.member, code: error.code)
        case .refused(let refusal): self.init(refusal)
        case .mediaType(let expected):
            self.init(415, "The body must be \(expected).", code: "unsupported_media_type")
        case .unknownMethod(let name, let member):
            let known = Methods.all.map { "'\($0.description.name)'" }.joined(separator: ", ")
            let status: HTTPResponse.Status = member == nil ? .notFound : .badRequest
            self.init(
                status, "There is no method '\(name)'. The methods are \(known).", param: member,
                code: "unknown_method")
        case .misconfigured(let objection):
            self.init(
                .internalServerError, "The default method of this model is misconfigured: \(objection)",
                code: "internal_error")
        case .noModel(let available):
            let hint =
                available.isEmpty
                ? "the model server lists none" : "the model server has " + available.joined(separator: ", ")
            self.init(400, "'model' is missing: \(hint).", param: "model", code: "missing_required_parameter")
        case .unknownModel(let name):
            self.init(404, "There is no model '\(name)'.", param: "model", code: "model_not_found")
        case .unknownRun(let id):
            self.init(404, "There is no run '\(id)', or it is too long ago.", code: "run_not_found")
        case .model(let error): self.init(error)
        case .refinement(let error): self.init(error)
        case .run(let id, let error):
            self.init(error)
            runID = id
        case .notReady:
            self.init(.serviceUnavailable, "No model server answers.", code: "upstream_unavailable")
        case .draining:
            self.init(.serviceUnavailable, "Hone is shutting down.", code: "shutting_down")
            retryAfter = "1"
        case .server(let error): self.init(error)
        case .unexpected:
            self.init(.internalServerError, "Hone could not handle this request.", code: "internal_error")
        }
    }

    private init(_ error: RefinementError) {
        switch error {
        case .allSamplesFailed(let errors):
            let first = ErrorRendering(errors.first ?? .noChoice)
            let summary = errors.count == 1 ? "" : "All \(errors.count) samples failed; the first: "
            var object = first.object
            object.message = summary + object.message
            object.extra = [
                JSON.Member(
                    "samples",
                    .array(
                        errors.enumerated().map { index, error in
                            ["index": .number(index), "error": .string(error.reason)]
                        }))
            ]
            self.init(status: first.status, object: object, retryAfter: first.retryAfter)
        case .unsupported(let need):
            self.init(400, need.asSentence, code: "upstream_lacks_capability")
        case .budgetSpent(.deadline):
            self.init(.gatewayTimeout, "The budget's time was over before any answer had come.", code: "budget_spent")
        case .budgetSpent(let limit):
            self.init(
                400, "The budget was spent before any answer had come.", param: "budget.\(limit.rawValue)",
                code: "budget_spent")
        }
    }

    private init(_ error: ModelError) {
        let message = error.reason.asSentence
        switch error {
        case .rejected(let rejection):
            // A refused key is Hone's, not the client's; everything else the client can act on.
            switch rejection.status {
            case 401, 403: self.init(.badGateway, message, code: "upstream_authentication")
            case 429: self.init(.tooManyRequests, message, code: rejection.code ?? "rate_limit_exceeded")
            case 400..<500:
                self.init(
                    .init(code: rejection.status), message, param: rejection.member,
                    code: rejection.code ?? "upstream_refused")
            case 503: self.init(.serviceUnavailable, message, code: "upstream_unavailable")
            default: self.init(.badGateway, message, code: "upstream_error")
            }
            retryAfter = rejection.retryAfter
        case .overloaded(let pause):
            self.init(.tooManyRequests, message, code: "overloaded")
            // Whole seconds, rounded up: who comes back too early is refused again.
            retryAfter = String(max(1, pause.components.seconds + (pause.components.attoseconds > 0 ? 1 : 0)))
        case .unreachable: self.init(.badGateway, message, code: "upstream_unreachable")
        case .timedOut(let stage): self.init(.gatewayTimeout, message, code: stage.errorCode)
        case .garbled, .noChoice: self.init(.badGateway, message, code: "upstream_garbled")
        case .interrupted: self.init(.badGateway, message, code: "upstream_interrupted")
        case .outOfBudget, .discarded: self.init(.gatewayTimeout, message, code: "budget_spent")
        }
    }

    private init(_ error: ServerError) {
        let code =
            switch error {
            case .notFound: "not_found"
            case .methodNotAllowed: "method_not_allowed"
            case _ where error.status == .contentTooLarge: "body_too_large"
            case .headTimedOut, .bodyTimedOut: "request_timeout"
            case _ where error.status.kind == .clientError: "bad_request"
            case _ where error.status == .internalServerError: "internal_error"
            default: "not_implemented"
            }
        self.init(error.status, error.reason.asSentence, code: code)
    }

    init(_ status: HTTPResponse.Status, _ message: String, param: String? = nil, code: String) {
        let type =
            switch status.code {
            case 401, 403: "authentication_error"
            case 429: "rate_limit_error"
            case 400..<500: "invalid_request_error"
            default: "api_error"
            }
        self.init(status: status, object: ErrorObject(message: message, type: type, param: param, code: code))
    }

    private init(status: HTTPResponse.Status, object: ErrorObject, retryAfter: String? = nil) {
        self.status = status
        self.object = object
        self.retryAfter = retryAfter
    }
}

extension ModelError.Stage {
    fileprivate var errorCode: String {
        switch self {
        case .connect: "upstream_connect_timeout"
        case .firstByte: "upstream_first_byte_timeout"
        case .idle: "upstream_idle_timeout"
        case .total: "upstream_timeout"
        }
    }
}

extension String {
    /// The text as a sentence: with a capital and one full stop, which a model server's own words may already have.
    fileprivate var asSentence: String { prefix(1).uppercased() + dropFirst() + (hasSuffix(".") ? "" : ".") }
}
