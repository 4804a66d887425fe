import Foundation

/// The model file that is part of this package.
enum ModelResource {
    /// Reads `model.gguf` (3.3 MB).
    static func load() throws -> LlamaModel {
        guard let url = Bundle.module.url(forResource: "model", withExtension: "gguf") else {
            throw TinyModelError.missingResource(name: "model.gguf")
        }
        return try LlamaModel(GGUF([UInt8](Data(contentsOf: url))))
    }
}
