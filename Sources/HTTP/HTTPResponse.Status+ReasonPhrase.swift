import HTTPTypes

extension HTTPResponse.Status {
    /// The phrase that goes with the code (RFC 9110 §15), for a status that was made of its number alone; empty if the
    /// code has none.
    var usualReasonPhrase: String {
        guard reasonPhrase.isEmpty else { return reasonPhrase }
        return Self.usual.first { $0.code == code }?.reasonPhrase ?? ""
    }

    private static let usual: [HTTPResponse.Status] = [
        .ok, .created, .accepted, .noContent, .partialContent, .movedPermanently, .found, .seeOther, .notModified,
        .temporaryRedirect, .permanentRedirect, .badRequest, .unauthorized, .forbidden, .notFound, .methodNotAllowed,
        .notAcceptable, .requestTimeout, .conflict, .gone, .lengthRequired, .preconditionFailed, .contentTooLarge,
        .uriTooLong, .unsupportedMediaType, .expectationFailed, .unprocessableContent, .tooManyRequests,
        .requestHeaderFieldsTooLarge, .internalServerError, .notImplemented, .badGateway, .serviceUnavailable,
        .gatewayTimeout, .httpVersionNotSupported,
    ]
}
