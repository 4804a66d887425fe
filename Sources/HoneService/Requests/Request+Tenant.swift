import HTTP
import HTTPServer
import HTTPTypes
import Refinement

extension Request {
    /// Who asks, by the key that the request shows.
    var tenant: Tenant { Tenant(credential: head.fields[.authorization]) }
}
