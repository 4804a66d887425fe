public import OpenAI

/// Every way in which a model file or a request for text cannot be served.
public enum TinyModelError: Error, Equatable {
    /// The model file cannot be read; `path` is relative to the executable's folder.
    case missingResource(path: String)
    /// The file ends before the `needed` bytes at `offset`.
    case truncated(offset: Int, needed: Int)
    /// The file does not begin with the four bytes `GGUF`.
    case notGGUF
    /// Only versions 2 and 3 of GGUF are read.
    case unsupportedVersion(UInt32)
    /// A count or size in the file is above what a sane file holds.
    case excessive(what: String, count: UInt64, limit: Int)
    /// A metadata value carries a type number that GGUF does not define.
    case unknownValueType(UInt32)
    /// A metadata key or a tensor name is not UTF-8 or is there twice.
    case malformedName(offset: Int)
    /// A metadata key that the model cannot do without is not there.
    case missingKey(String)
    /// A metadata key holds a value of another type or outside of its range.
    case unusableValue(key: String)
    /// A tensor that the architecture needs is not there.
    case missingTensor(String)
    /// A tensor is stored in a type other than F32.
    case unsupportedTensorType(name: String, type: UInt32)
    /// A tensor's extents are not those that the hyper-parameters ask for.
    case wrongShape(name: String, expected: [Int], found: [Int])
    /// The architecture is not `llama`.
    case unsupportedArchitecture(String)
    /// The vocabulary is not of the longest-match kind (`rwkv`).
    case unsupportedVocabulary(String)
    /// The file's chat template is not the one that is built in here.
    case unsupportedChatTemplate
    /// A prompt without a single token.
    case emptyPrompt
    /// The prompt leaves no room in the context for even one new token.
    case contextExceeded(promptTokens: Int, contextTokens: Int)
    /// The request is not one that can be read.
    case invalidRequest(RequestError)
    /// The request asks for a model that is not here.
    case unknownModel(String)
    /// As many choices as `limit` are being made already.
    case overloaded(limit: Int)
}
