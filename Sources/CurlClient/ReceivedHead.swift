import HTTPTypes

/// The head of a final response.
struct ReceivedHead: Hashable, Sendable {
    var status: HTTPResponse.Status
    var fields: HTTPFields
}
