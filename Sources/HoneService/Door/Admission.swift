import Refinement

/// Who is let in, and what they may.
struct Admission: Sendable {
    /// The name of the client's key, nil where clients need none.
    let keyName: String?
    /// What the owner of the key may do.
    let limits: KeyLimits
    /// Whose memories the request may use.
    let tenant: Tenant
}
