extension ModelError {
    /// Whether the server refused the request for its length.
    var saysTooLong: Bool {
        guard case .rejected(let rejection) = self, isRefusal || rejection.status == 413 else { return false }
        let words = Bytes(rejection.message + " " + (rejection.code ?? ""))
        return ["context", "length", "too long", "too many tokens"].contains { words.first($0) != nil }
    }

    /// The member of the request that the server refused, if it named one.
    var refusedMember: String? {
        if case .rejected(let rejection) = self, isRefusal { rejection.member } else { nil }
    }
}
