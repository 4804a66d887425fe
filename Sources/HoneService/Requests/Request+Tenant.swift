import HTTP
import HTTPServer
import HTTPTypes
import Refinement

extension Request {
    /// Who asks, by the keys that the request shows.
    var tenant: Tenant {
        let keys = ["Authorization", "Api-Key", "X-Api-Key", "X-Goog-Api-Key"].compactMap { name in
            HTTPField.Name(name).flatMap { head.fields[$0] }.map { "\(name): \($0)" }
        }
        return Tenant(credential: keys.isEmpty ? nil : keys.joined(separator: "\n"))
    }
}
