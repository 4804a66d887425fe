/// Memory into which the sockets of one loop are read, one after the other: to borrow so much anew for each read takes
/// longer than the read, and an idle connection needs none.
///
/// To be used on its loop alone, and not beyond the call that reads; unchecked because the compiler cannot see that a
/// worker's connections all live on one loop.
final class ReadBuffer: @unchecked Sendable {
    /// The memory, valid as long as the buffer.
    let bytes: UnsafeMutableRawBufferPointer

    init(byteCount: Int) { bytes = .allocate(byteCount: byteCount, alignment: 1) }

    deinit { bytes.deallocate() }
}
