/// Why a command cannot do what it was asked to, in one line for the person who gave it.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
