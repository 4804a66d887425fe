import Glibc

/// Everything that reads foreign bytes, under the name by which the command line calls it.
let fuzzTargets: [(name: String, target: any FuzzTarget)] = [
    ("request", RequestTarget()),
    ("chunked", ChunkedTarget()),
    ("sse", SSETarget()),
    ("json", JSONTarget()),
]

#if !LIBFUZZER
    /// The fuzzer's command.
    @main
    enum HoneFuzz {
        static func main() {
            let names = fuzzTargets.map(\.name).joined(separator: "|")
            guard let options = Options(Array(CommandLine.arguments.dropFirst())),
                let target = fuzzTargets.first(where: { $0.name == options.target })?.target
            else {
                print("usage: hone-fuzz {\(names)} [--seconds N] [--seed S] [--from ITERATION] [--trace]")
                exit(2)
            }
            exit(Fuzzer(target: target, options: options).run() ? 0 : 1)
        }
    }
#endif
