/// A piece of code that reads foreign bytes, and what must be true of it for any bytes whatever.
protocol FuzzTarget: Sendable {
    /// The inputs that mutation starts from.
    var seeds: [[UInt8]] { get }

    /// Checks all invariants for `input`; `pieces` are the same bytes cut at random places.
    func check(_ input: [UInt8], pieces: [[UInt8]]) throws(Finding)
}
