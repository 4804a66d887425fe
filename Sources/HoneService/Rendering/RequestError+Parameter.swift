import OpenAI
import Refinement

extension RequestError {
    /// What is wrong with a method's parameter, named by its place in the body.
    init(_ error: ParameterError, path: String) {
        switch error {
        case .unknown(let name, let known): self = .unknown(member: "\(path).\(name)", known: known)
        case .notAllowed(let name, let allowed, let found):
            self = .outOfRange(member: "\(path).\(name)", allowed: allowed, found: found)
        case .contradiction(let name, let reason):
            self = .notHonoured(member: "\(path).\(name)", reason: reason)
        }
    }
}
