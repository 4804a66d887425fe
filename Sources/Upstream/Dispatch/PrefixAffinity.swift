import Refinement

/// Numbers that are the same for calls whose prompts begin alike, so that they meet the same replica's prefix cache.
enum PrefixAffinity {
    /// The number of a conversation with a model: all up to what the user said first, which later turns repeat.
    static func key(model: String, _ conversation: Conversation) -> UInt64 {
        let opening = (conversation.messages.firstIndex { $0.role == "user" } ?? 0) + 1
        return conversation.messages.prefix(opening).reduce(hash(model.utf8)) { key, message in
            hash(message.text.utf8, from: hash(message.role.utf8, from: key))
        }
    }

    /// FNV-1a of 64 bits, with a mark after each part.
    static func hash(_ bytes: some Sequence<UInt8>, from start: UInt64 = 0xCBF2_9CE4_8422_2325) -> UInt64 {
        var hash = start
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return (hash ^ 0xFF) &* 0x100_0000_01B3
    }

    /// Spreads a number over all 64 bits (the finalizer of SplitMix64).
    static func mix(_ number: UInt64) -> UInt64 {
        var mixed = number
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
