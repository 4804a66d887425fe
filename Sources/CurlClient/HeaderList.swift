import CCurl

/// A `curl_slist` of request field lines, in one piece of memory that is freed once.
struct HeaderList: ~Copyable {
    /// libcurl's list; nil while it is empty. libcurl only reads it.
    let pointer: UnsafeMutablePointer<curl_slist>?

    /// A list of lines, each of which ends with NUL.
    init(_ lines: RequestLines) {
        let count = lines.count
        guard count > 0 else {
            pointer = nil
            return
        }
        let nodesSize = count * MemoryLayout<curl_slist>.stride
        let memory = UnsafeMutableRawBufferPointer.allocate(
            byteCount: nodesSize + lines.text.count, alignment: MemoryLayout<curl_slist>.alignment)
        let nodes = memory.bindMemory(to: curl_slist.self)
        let text = UnsafeMutableRawBufferPointer(rebasing: memory[nodesSize...])
        text.copyBytes(from: lines.text)
        var start = 0
        for index in 0..<count {
            nodes[index].data = text.baseAddress.map { ($0 + start).assumingMemoryBound(to: CChar.self) }
            nodes[index].next = index + 1 < count ? nodes.baseAddress.map { $0 + index + 1 } : nil
            while text[start] != 0 { start += 1 }
            start += 1
        }
        pointer = nodes.baseAddress
    }

    deinit {
        UnsafeMutableRawPointer(pointer)?.deallocate()
    }
}
