import Foundation

/// The model file that is part of this package.
enum ModelResource {
    /// Where SwiftPM puts this target's resources, beside the executable.
    ///
    /// `Bundle.module` looks at the same place, but ends the process when it finds nothing there.
    private static let path = "hone_TinyModel.resources/model.gguf"

    /// Reads `model.gguf` (3.3 MB).
    static func load() throws(TinyModelError) -> LlamaModel {
        guard let data = try? Data(contentsOf: Bundle.main.bundleURL.appending(path: path)) else {
            throw .missingResource(path: path)
        }
        return try LlamaModel(GGUF([UInt8](data)))
    }
}
