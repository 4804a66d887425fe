import CCurl

/// A `curl_slist` of request field lines, freed once.
struct HeaderList: ~Copyable {
    /// libcurl's list; nil while it is empty.
    private(set) var pointer: UnsafeMutablePointer<curl_slist>?

    /// A list of `lines`; nil when there is no memory for it.
    init?(_ lines: [[UInt8]]) {
        for line in lines {
            let longer = line.withUnsafeBytes { bytes in
                withUnsafeTemporaryAllocation(of: CChar.self, capacity: bytes.count + 1) { text in
                    text.withMemoryRebound(to: UInt8.self) { _ = $0.update(fromContentsOf: bytes) }
                    text[bytes.count] = 0
                    return curl_slist_append(pointer, text.baseAddress)
                }
            }
            guard let longer else {
                curl_slist_free_all(pointer)
                return nil
            }
            pointer = longer
        }
    }

    deinit {
        curl_slist_free_all(pointer)
    }
}
