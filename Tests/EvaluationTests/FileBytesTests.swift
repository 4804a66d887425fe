import Evaluation
import Foundation
import Testing

struct FileBytesTests {
    /// "hone\n", packed by gzip.
    static let packed: [UInt8] = [
        0x1F, 0x8B, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xFF, 0xCB, 0xC8, 0xCF, 0x4B, 0xE5, 0x02, 0x00, 0x12,
        0xBC,
        0x33, 0xB6, 0x05, 0x00, 0x00, 0x00,
    ]

    @Test func unpacksWhatIsPacked() async throws {
        try await ResultsFileTests.withPath { path in
            try FileBytes.write(Self.packed, to: path)
            #expect(try FileBytes.contents(of: path) == Array("hone\n".utf8))
            try FileBytes.write(Array(Self.packed.prefix(15)), to: path)
            #expect(throws: EvaluationError.self) { try FileBytes.contents(of: path) }
            try FileBytes.write(Array("plain".utf8), to: path)
            #expect(try FileBytes.contents(of: path) == Array("plain".utf8))
        }
    }

    @Test func saysThatThereIsNoSuchFile() {
        let error = #expect(throws: EvaluationError.self) { try FileBytes.contents(of: "/no/such/file") }
        #expect(error?.description == "/no/such/file: No such file or directory")
    }
}
