public import HTTPTypes

/// An upstream's answer whose head has arrived and whose body is still coming.
public struct ClientResponse: Sendable {
    /// The final status; 1xx answers are skipped, redirects are not followed.
    public let status: HTTPResponse.Status
    /// The fields as received, connection-level ones included; the chunked coding is already taken off the body.
    public let fields: HTTPFields
    /// The body, read by pulling.
    public let body: ResponseBody
}
