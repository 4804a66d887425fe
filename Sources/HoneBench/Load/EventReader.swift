/// Finds the events of a stream in its bytes. Pure.
struct EventReader {
    /// An event, as far as the benchmark wants to know it.
    enum Event: Equatable {
        /// One that carries the moment at which the model server sent it.
        case stamped(Int64)
        /// `[DONE]`
        case done
        /// One that tells of an error.
        case failure
        case other
    }

    private static let data = Array("data:".utf8)
    private static let done = Array("[DONE]".utf8)
    private static let failure = Array("{\"error\"".utf8)

    /// The line that has begun.
    private var line: [UInt8] = []

    /// Takes bytes of the stream; `event` gets the events that are complete with them.
    mutating func read(_ bytes: UnsafeRawBufferPointer, event: (Event) -> Void) {
        var rest = bytes
        while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
            if line.isEmpty {
                Self.readLine(UnsafeRawBufferPointer(rebasing: rest[..<end]), event)
            } else {
                line += rest[..<end]
                line.withUnsafeBytes { Self.readLine($0, event) }
                line.removeAll(keepingCapacity: true)
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[(end + 1)...])
        }
        line += rest
    }

    private static func readLine(_ line: UnsafeRawBufferPointer, _ event: (Event) -> Void) {
        guard line.starts(with: data) else { return }
        let value = line.dropFirst(data.count).drop { $0 == UInt8(ascii: " ") }
        if value.starts(with: done) { return event(.done) }
        if value.starts(with: failure) { return event(.failure) }
        if let moment = Stamp.moment(in: UnsafeRawBufferPointer(rebasing: value)) { return event(.stamped(moment)) }
        event(.other)
    }
}
