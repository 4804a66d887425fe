@testable import CurlClient

/// `text` as a buffer for the duration of `body`.
func withBytes<Value, Failure: Error>(
    _ text: String, _ body: (UnsafeRawBufferPointer) throws(Failure) -> Value
) throws(Failure) -> Value {
    var text = text
    let result = text.withUTF8 { bytes -> Result<Value, Failure> in
        do throws(Failure) { return .success(try body(UnsafeRawBufferPointer(bytes))) } catch { return .failure(error) }
    }
    return try result.get()
}

/// The error `body` throws, nil when it throws none.
func failure<Value>(of body: () async throws(CurlError) -> Value) async -> CurlError? {
    do throws(CurlError) {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}
