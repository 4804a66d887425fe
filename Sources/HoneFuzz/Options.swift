/// What the command line asks for: `hone-fuzz TARGET [--seconds N] [--seed S] [--from I] [--trace]`.
struct Options {
    private(set) var target = ""
    /// How long to run.
    private(set) var seconds = 60
    private(set) var seed: UInt64 = 1
    /// The first iteration's number.
    private(set) var from: UInt64 = 0
    /// Whether to print each input before it is tried.
    private(set) var trace = false

    /// Nil when the arguments cannot be understood.
    init?(_ arguments: [String]) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            switch argument {
            case "--seconds":
                guard let value = rest.popFirst().flatMap({ Int($0) }) else { return nil }
                seconds = value
            case "--seed":
                guard let value = rest.popFirst().flatMap({ UInt64($0) }) else { return nil }
                seed = value
            case "--from":
                guard let value = rest.popFirst().flatMap({ UInt64($0) }) else { return nil }
                from = value
            case "--trace":
                trace = true
            case _ where target.isEmpty && !argument.hasPrefix("-"):
                target = argument
            default:
                return nil
            }
        }
        if target.isEmpty { return nil }
    }
}
