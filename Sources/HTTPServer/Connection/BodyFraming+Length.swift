import HTTP

extension BodyFraming {
    /// The length of the body in bytes where it is known from the head.
    var declaredLength: Int? {
        switch self {
        case .none: 0
        case .length(let length): length
        case .chunked: nil
        }
    }
}
