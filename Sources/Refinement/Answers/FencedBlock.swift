/// A fenced code block of Markdown (CommonMark §4.5).
struct FencedBlock {
    /// The lines between the fences.
    let content: Range<Int>
    /// Whether the closing fence is there.
    let isClosed: Bool

    /// Every fenced block, in order.
    static func all(in text: Bytes) -> [FencedBlock] {
        var blocks: [FencedBlock] = []
        var open: (fence: UInt8, length: Int, content: Int)?
        var line = text.startIndex
        while line < text.endIndex {
            let end = text.lineEnd(from: line)
            let start = text.skip(from: line) { $0.isBlank }
            let fence = text.at(start)
            let mayFence = fence == UInt8(ascii: "`") || fence == UInt8(ascii: "~")
            let fenceEnd = mayFence ? text.skip(from: start) { $0 == fence } : start
            let isFence = fenceEnd - start >= 3
            let info = isFence ? text[fenceEnd..<max(fenceEnd, end)] : []
            if let opened = open {
                if isFence, fence == opened.fence, fenceEnd - start >= opened.length, info.trimmed().isEmpty {
                    blocks.append(FencedBlock(content: opened.content..<max(opened.content, line), isClosed: true))
                    open = nil
                }
            } else if isFence, !info.contains(UInt8(ascii: "`")) {
                open = (fence, fenceEnd - start, min(end + 1, text.endIndex))
            }
            line = end + 1
        }
        if let open { blocks.append(FencedBlock(content: open.content..<text.endIndex, isClosed: false)) }
        return blocks
    }
}
