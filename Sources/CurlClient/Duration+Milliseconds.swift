extension Duration {
    /// Milliseconds, rounded up, from 1 to `Int32.max`: what libcurl and epoll take, where 0 would mean something else.
    var wholeMilliseconds: Int {
        guard self < .milliseconds(Int32.max) else { return Int(Int32.max) }
        let (seconds, attoseconds) = components
        return max(1, Int(seconds) * 1000 + Int((attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000))
    }
}
