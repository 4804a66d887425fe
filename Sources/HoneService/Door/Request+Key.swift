import HTTP
import HTTPServer
import HTTPTypes
import Refinement

extension HTTPFields {
    /// The fields by which clients show keys, in the order in which they count.
    static let keyFields: [HTTPField.Name] = ["Authorization", "Api-Key", "X-Api-Key", "X-Goog-Api-Key"]
        .compactMap { HTTPField.Name($0) }

    /// The key that is shown: `Authorization: Bearer …`, else one of the fields that hold nothing but a key.
    var shownKey: String? {
        for name in Self.keyFields {
            guard let value = self[name] else { continue }
            guard name == .authorization else { return value }
            let parts = value.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
            return String(parts[1].drop { $0 == " " })
        }
        return nil
    }

    /// Who asks, by the keys that are shown where Hone knows none.
    var tenant: Tenant {
        let keys = Self.keyFields.compactMap { name in self[name].map { "\(name): \($0)" } }
        return Tenant(credential: keys.isEmpty ? nil : keys.joined(separator: "\n"))
    }
}
