import HTTPTypes

extension HTTPFields {
    /// These fields and others, which take the place of those of the same name.
    func adding(_ others: HTTPFields) -> HTTPFields {
        var fields = self
        for field in others {
            if contains(field.name) {
                fields[fields: field.name] = others[fields: field.name]
            } else {
                fields.append(field)
            }
        }
        return fields
    }
}
