import HTTPTypes

extension ErrorRendering {
    /// Nobody's key is in any of these.
    init(_ refusal: DoorRefusal) {
        switch refusal {
        case .noKey:
            self.init(
                .unauthorized, "A key is needed: send it as 'Authorization: Bearer …'.", code: "invalid_api_key")
        case .unknownKey:
            self.init(.unauthorized, "The key is not valid.", code: "invalid_api_key")
        case .methodNotAllowed(let method):
            self.init(
                .forbidden, "This key is not for the method '\(method)'.", code: "method_not_allowed_for_key")
        case .modelNotAllowed(let model?):
            self.init(
                .forbidden, "This key is not for the model '\(model)'.", param: "model", code: "model_not_allowed")
        case .modelNotAllowed(nil):
            self.init(
                .forbidden, "This key is for certain models only, and the request names none that can be read.",
                param: "model", code: "model_not_allowed")
        case .tooManyRequests(let limit, let wait):
            self.init(.tooManyRequests, "This key may send \(limit) requests a minute.", code: "rate_limit_exceeded")
            retryAfter = wait.secondsRoundedUp
        case .tooManyTokens(let limit, let wait):
            self.init(.tooManyRequests, "This key may use \(limit) tokens a minute.", code: "rate_limit_exceeded")
            retryAfter = wait.secondsRoundedUp
        case .tooManyRuns(let limit):
            self.init(
                .tooManyRequests, "This key may have \(limit) refinements at the same time.",
                code: "rate_limit_exceeded")
            retryAfter = "1"
        case .overloaded:
            self.init(.tooManyRequests, "Hone has as many refinements as it takes on.", code: "overloaded")
            retryAfter = "1"
        }
        if status == .unauthorized { challenge = "Bearer" }
    }
}

extension Duration {
    /// Whole seconds, at least one, as Retry-After counts them.
    fileprivate var secondsRoundedUp: String {
        let (seconds, attoseconds) = components
        return "\(max(1, seconds + (attoseconds > 0 ? 1 : 0)))"
    }
}
