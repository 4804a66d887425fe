import Glibc

/// A fresh identifier: the prefix and 96 random bits.
func newIdentifier(_ prefix: String) -> String {
    var generator = SystemRandomNumberGenerator()
    let digits = Array("0123456789abcdef")
    return prefix + String((0..<24).map { _ in digits[Int.random(in: 0..<16, using: &generator)] })
}

/// Seconds since 1970, as `created` members say it.
func currentSecond() -> Int { time(nil) }
