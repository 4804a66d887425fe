import Glibc

/// A fresh identifier: the prefix and 96 random bits.
func newIdentifier(_ prefix: String) -> String {
    let words = (RandomWords.next(), RandomWords.next())
    return String(unsafeUninitializedCapacity: prefix.utf8.count + 24) { bytes in
        var end = bytes.update(fromContentsOf: prefix.utf8)
        end = Hexadecimal.write(words.0, digits: 16, to: bytes, at: end)
        return Hexadecimal.write(words.1, digits: 8, to: bytes, at: end)
    }
}

/// Seconds since 1970, as `created` members say it.
func currentSecond() -> Int { time(nil) }
