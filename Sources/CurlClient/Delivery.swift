/// What has come of one response and was not yet read: engine events go in, the reader's answers come out.
///
/// A reader always takes everything that is there, so the buffer is empty whenever a paused transfer resumes.
struct Delivery {
    /// What the engine is to do with a piece of body.
    enum Acceptance: Equatable {
        /// Kept.
        case kept
        /// Not kept: the reader is behind, the transfer pauses and offers the piece again.
        case pause
        /// Not kept: nobody will read it.
        case refused
    }

    /// What a reader gets.
    enum Taken: Equatable {
        /// Nothing yet: wait.
        case nothing
        /// All bytes there were; `resumesTransfer` when the transfer had paused for them.
        case bytes([UInt8], resumesTransfer: Bool)
        /// The body is complete.
        case end
        /// The transfer failed; everything before the failure has been read.
        case failure(CurlError)
    }

    private enum Phase {
        case open
        case ended
        case failed(CurlError)
    }

    private let bound: Int
    private var phase = Phase.open
    private var head: ReceivedHead?
    private var hasGivenHead = false
    private var bytes: [UInt8] = []
    private(set) var isPaused = false

    /// A delivery that pauses its transfer when `bound` bytes or more wait for the reader.
    init(bound: Int) {
        self.bound = bound
    }

    /// Whether the transfer may still do something.
    var isOpen: Bool {
        if case .open = phase { true } else { false }
    }

    /// Whether a reader of the body gets something without waiting.
    var isReady: Bool { !bytes.isEmpty || !isOpen }

    /// The final response's head has come.
    mutating func receive(head: ReceivedHead) {
        self.head = head
    }

    /// A piece of body has come.
    mutating func receive(_ piece: UnsafeRawBufferPointer) -> Acceptance {
        guard isOpen else { return .refused }
        guard bytes.count < bound else {
            isPaused = true
            return .pause
        }
        bytes.append(contentsOf: piece)
        return .kept
    }

    /// The transfer is over, with `error` unless the whole response has come.
    mutating func finish(_ error: CurlError?) {
        guard isOpen else { return }
        phase = error.map { .failed($0) } ?? .ended
    }

    /// The reader leaves with `error`, which is all it gets from here on; true when the transfer must be stopped.
    mutating func abandon(_ error: CurlError) -> Bool {
        let wasOpen = isOpen
        head = nil
        bytes = []
        if case .failed = phase { return false }
        phase = .failed(error)
        return wasOpen
    }

    /// The head, once; nil while it has not come. A transfer that failed before its head was taken gives the failure.
    mutating func takeHead() -> Result<ReceivedHead, CurlError>? {
        if let head, !hasGivenHead {
            hasGivenHead = true
            return .success(head)
        }
        return switch phase {
        case .open: nil
        case .failed(let error): .failure(error)
        case .ended: .failure(.closedBeforeHead(isReset: false))
        }
    }

    /// What there is of the body.
    mutating func takeBody() -> Taken {
        if !bytes.isEmpty {
            defer {
                bytes = []
                isPaused = false
            }
            return .bytes(bytes, resumesTransfer: isPaused && isOpen)
        }
        return switch phase {
        case .open: .nothing
        case .ended: .end
        case .failed(let error): .failure(error)
        }
    }
}
