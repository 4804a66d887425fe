/// The keys that let clients in.
struct KeyRing: Sendable {
    private let keys: [ClientKey]

    init(_ keys: [ClientKey]) { self.keys = keys }

    /// Whether everybody is let in.
    var isEmpty: Bool { keys.isEmpty }

    /// The key that has this text.
    ///
    /// Every digest is compared, and each in constant time: how long it takes tells nothing about any of them.
    func key(of text: String) -> ClientKey? {
        let shown = KeyDigest(of: text)
        var found: ClientKey?
        for key in keys where key.digest.matches(shown) { found = key }
        return found
    }
}
