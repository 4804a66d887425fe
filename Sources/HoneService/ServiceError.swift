import HTTP
import HTTPServer
import OpenAI
import Refinement
import Upstream

/// Why a request has no answer; rendered in one place, `ErrorRendering`.
enum ServiceError: Error {
    /// The body is wrong.
    case request(RequestError)
    /// The door is closed.
    case refused(DoorRefusal)
    /// The body is in a form that the route does not take.
    case mediaType(expected: String)
    /// No method has that name; `member` says where it was asked for.
    case unknownMethod(String, member: String?)
    /// The configured default method of a model cannot be used; what is wrong with it.
    case misconfigured(String)
    /// No model was named and none can be assumed.
    case noModel(available: [String])
    /// No model has that name.
    case unknownModel(String)
    /// No run has that identifier, or it is too long ago.
    case unknownRun(String)
    /// A model server gave no answer.
    case model(ModelError)
    /// The refinement has no answer.
    case refinement(RefinementError)
    /// A run that is remembered under this identifier has no answer.
    indirect case run(id: String, ServiceError)
    /// No model server answers.
    case notReady
    /// Hone is about to end.
    case draining
    /// HTTP itself, or the way to a route, is wrong.
    case server(ServerError)
    /// Something here is broken.
    case unexpected

    /// What was thrown, as the service sees it; nil for a cancellation, which nobody waits to hear of.
    init?(_ error: any Error) {
        switch error {
        case let error as ServiceError: self = error
        case let error as RequestError: self = .request(error)
        case let error as DoorRefusal: self = .refused(error)
        case let error as ModelError: self = .model(error)
        case FleetError.unknownModel(let name): self = .unknownModel(name)
        case let error as RefinementError: self = .refinement(error)
        case let error as ServerError: self = .server(error)
        case let error as HTTPError: self = .server(.malformedRequest(error))
        case is CancellationError: return nil
        default: self = .unexpected
        }
    }
}
