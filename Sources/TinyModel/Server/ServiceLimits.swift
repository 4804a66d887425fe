/// What one request, and all of them together, may ask of the server.
struct ServiceLimits: Sendable {
    /// Bytes of a request's body.
    var bodyBytes = 1 << 20
    /// Choices of one request.
    var choices = 128
    /// Choices of all requests that are being answered; further ones are turned away. Each holds up to 4 MB.
    var runningChoices = 1_024
    /// Stop strings of one request.
    var stops = 16
    /// Bytes of one stop string.
    var stopBytes = 256
}
