public import JSON

/// How a model is to sample: the client's own members in their order and spelling, of which a method changes a few.
///
/// What the client did not send is not sent (DESIGN §3.3).
public struct SamplingOptions: Sendable {
    /// One member, its value as JSON text.
    public struct Member: Sendable {
        /// The member's name, as in OpenAI's API.
        public let name: String
        /// Its value, as it was written.
        public let value: [UInt8]
    }

    /// The members in order.
    public private(set) var members: [Member]

    /// Options of these members, which have been checked.
    public init(_ members: [(name: String, value: [UInt8])] = []) {
        self.members = members.map { Member(name: $0.name, value: $0.value) }
    }

    /// The first member of that name, as a tree. Setting replaces it where it stands or appends it; nil removes it.
    public subscript(name: String) -> JSON? {
        get { members.first { $0.name == name }.flatMap { try? JSON(parsing: $0.value) } }
        set {
            let member = newValue.map { Member(name: name, value: $0.utf8) }
            switch (members.firstIndex { $0.name == name }, member) {
            case (let place?, let member?): members[place] = member
            case (nil, let member?): members.append(member)
            case (_?, nil): members.removeAll { $0.name == name }
            case (nil, nil): break
            }
        }
    }

    /// The same options for the sample of that index: sample i carries seed + i, because identical seeds would give
    /// identical samples and a unanimity that means nothing.
    public func forSample(_ index: Int) -> SamplingOptions {
        guard let seed = self["seed"]?.int else { return self }
        var options = self
        options["seed"] = .number(seed &+ index)
        return options
    }
}
