public import CurlClient

extension Timeouts {
    /// For servers that may queue a request or think for minutes before they say a word: ten minutes without a sign of
    /// life, as OpenAI's own clients have it, and an hour in all.
    public static let forModels = Timeouts(firstByte: .seconds(600), idle: .seconds(600), total: .seconds(3_600))
}
