import Testing

@testable import TinyModel

@Suite struct GGUFTests {
    private func small() -> GGUFBytes {
        var file = GGUFBytes(tensors: 1, entries: 2)
        file.append(key: "general.architecture", text: "llama")
        file.append("list")
        file.append(UInt32(9))
        file.append(UInt32(4))
        file.append(UInt64(2))
        file.append(UInt32(7))
        file.append(UInt32(8))
        file.append(tensor: "t", shape: [2, 1])
        file.append(data: [1.5, -2])
        return file
    }

    @Test func readsMetadataAndTensors() throws {
        let file = try GGUF(small().bytes)
        #expect(try file.text("general.architecture") == "llama")
        #expect(try file.array("list") == [.unsigned(7), .unsigned(8)])
        #expect(try file.floats(named: "t", shape: [2, 1]) == [1.5, -2])
    }

    @Test func refusesEveryTruncation() throws {
        let whole = small().bytes
        for length in 0..<whole.count {
            #expect(throws: TinyModelError.self) {
                try GGUF(Array(whole[..<length])).floats(named: "t", shape: [2, 1])
            }
        }
    }

    @Test func refusesWhatIsNotGGUF() {
        #expect(throws: TinyModelError.notGGUF) { try GGUF(Array("GGML....".utf8)) }
    }

    @Test(arguments: [UInt32(0), 1, 4, 0x0300_0000])
    func refusesOtherVersions(_ version: UInt32) {
        #expect(throws: TinyModelError.unsupportedVersion(version)) { try GGUF(GGUFBytes(version: version).bytes) }
    }

    @Test func refusesExcessiveCounts() {
        #expect(throws: TinyModelError.excessive(what: "tensors", count: .max, limit: 65_536)) {
            try GGUF(GGUFBytes(tensors: .max).bytes)
        }
        var file = GGUFBytes(entries: 1)
        file.append(UInt64(1) << 40)
        #expect(throws: TinyModelError.excessive(what: "string bytes", count: 1 << 40, limit: 1 << 20)) {
            try GGUF(file.bytes)
        }
    }

    @Test func refusesAKeyThatIsThereTwice() {
        var file = GGUFBytes(entries: 2)
        file.append(key: "a", text: "1")
        let second = file.bytes.count
        file.append(key: "a", text: "2")
        #expect(throws: TinyModelError.malformedName(offset: second)) { try GGUF(file.bytes) }
    }

    @Test func refusesUnknownValueTypes() {
        var file = GGUFBytes(entries: 1)
        file.append("a")
        file.append(UInt32(13))
        #expect(throws: TinyModelError.unknownValueType(13)) { try GGUF(file.bytes) }
    }

    @Test func refusesTensorsThatAreNotAsAskedFor() throws {
        var bytes = GGUFBytes(tensors: 2)
        bytes.append(tensor: "half", shape: [2], type: 1)
        bytes.append(tensor: "beyond", shape: [2], offset: .max)
        bytes.append(data: [1, 2])
        let file = try GGUF(bytes.bytes)
        #expect(throws: TinyModelError.missingTensor("none")) { try file.floats(named: "none", shape: [2]) }
        #expect(throws: TinyModelError.unsupportedTensorType(name: "half", type: 1)) {
            try file.floats(named: "half", shape: [2])
        }
        #expect(throws: TinyModelError.wrongShape(name: "half", expected: [3], found: [2])) {
            try file.floats(named: "half", shape: [3])
        }
        #expect(throws: TinyModelError.self) { try file.floats(named: "beyond", shape: [2]) }
    }

    @Test func saysWhichKeyIsMissingOrUnusable() throws {
        let file = try GGUF(small().bytes)
        #expect(throws: TinyModelError.missingKey("llama.block_count")) { try file.int("llama.block_count") }
        #expect(throws: TinyModelError.unusableValue(key: "list")) { try file.int("list") }
    }

    @Test func aModelOfAnotherArchitectureIsRefused() throws {
        var bytes = GGUFBytes(entries: 1)
        bytes.append(key: "general.architecture", text: "gpt2")
        let file = try GGUF(bytes.bytes)
        #expect(throws: TinyModelError.unsupportedArchitecture("gpt2")) { try LlamaModel(file) }
    }
}
