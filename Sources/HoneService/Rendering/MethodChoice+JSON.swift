import JSON
import Refinement

extension MethodChoice {
    /// The choice as the API shows it.
    var json: JSON.Object {
        JSON.Object([JSON.Member("method", .string(method.rawValue)), JSON.Member("because", .string(reason))])
    }
}
