import HTTPTypes

extension HTTPFields {
    /// These fields and others, which take the place of those of the same name.
    func adding(_ others: HTTPFields) -> HTTPFields {
        var fields = self
        for name in Set(others.map(\.name)) { fields[values: name] = others[values: name] }
        return fields
    }
}
