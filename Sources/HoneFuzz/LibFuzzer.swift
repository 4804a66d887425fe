// Coverage-guided fuzzing with LLVM's libFuzzer, which the Swift toolchain for Linux contains. SwiftPM cannot link such a
// program, because it gives `main` another name; the compiler alone can:
//
//     swift build -c release --target HTTP --scratch-path .build/libfuzzer -Xswiftc -sanitize=fuzzer
//     swiftc -sanitize=fuzzer -O -parse-as-library -DLIBFUZZER -I .build/libfuzzer/release/Modules \
//         Sources/HoneFuzz/*.swift .build/libfuzzer/release/{HTTP,HTTPTypes}.build/*.o -o .build/hone-libfuzzer
//     .build/hone-libfuzzer -max_total_time=600

#if LIBFUZZER
    /// Tries one input; its first byte chooses the target and the second the cuts.
    @_cdecl("LLVMFuzzerTestOneInput")
    public func fuzzOneInput(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
        let bytes = Array(UnsafeBufferPointer(start: start, count: count))
        guard bytes.count > 2 else { return 0 }
        let target = fuzzTargets[Int(bytes[0]) % fuzzTargets.count].target
        let input = Array(bytes[2...])
        var mutator = Mutator(seeds: [input], seed: UInt64(bytes[1]))
        do throws(Finding) {
            try target.check(input, pieces: mutator.pieces(of: input))
        } catch {
            preconditionFailure(error.statement)
        }
        return 0
    }
#endif
