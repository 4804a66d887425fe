extension JSON {
    /// One member of an object.
    public struct Member: Sendable, Hashable {
        /// The member's name, unescaped.
        public var name: String
        /// The member's value.
        public var value: JSON

        /// Pairs a name with a value.
        public init(_ name: String, _ value: JSON) {
            self.name = name
            self.value = value
        }
    }

    /// The members of an object, in order.
    public struct Object: Sendable, Hashable {
        /// Every member, duplicates included, in the order written.
        public private(set) var members: [Member]

        /// An object of these members, in this order.
        public init(_ members: [Member] = []) { self.members = members }

        /// The first member of that name. Setting replaces it where it stands or appends it; setting nil removes it.
        public subscript(name: String) -> JSON? {
            get { members.first { $0.name == name }?.value }
            set {
                let place = members.firstIndex { $0.name == name }
                switch (place, newValue) {
                case (let place?, let value?): members[place].value = value
                case (nil, let value?): members.append(Member(name, value))
                case (_?, nil): members.removeAll { $0.name == name }
                case (nil, nil): break
                }
            }
        }

        /// The first name that stands more than once, if any.
        public var duplicateName: String? {
            var seen = Set<String>()
            return members.first { !seen.insert($0.name).inserted }?.name
        }
    }
}
