/// `uri-host [":" port]`, as in Host and in an absolute-form target (RFC 3986 §3.2.2, RFC 9110 §4.2).
enum HostSyntax {
    private static let maxPort = 65535

    /// Whether `bytes` are a host, with or without a port. User information, paths, lists and zone identifiers are not.
    static func accepts(_ bytes: Span<UInt8>) -> Bool {
        guard bytes.count > 0 else { return false }
        var end = 0
        if bytes[0] == UInt8(ascii: "[") {
            guard let close = bytes.firstIndex(of: UInt8(ascii: "]")), close > 2 else { return false }
            for index in 1..<close {
                let byte = bytes[index]
                guard byte.hexadecimalValue != nil || byte == .colon || byte == .dot else { return false }
            }
            end = close + 1
        } else {
            while end < bytes.count, bytes[end] != .colon {
                if bytes[end] == .percent {
                    guard end + 2 < bytes.count, bytes[end + 1].hexadecimalValue != nil,
                        bytes[end + 2].hexadecimalValue != nil
                    else { return false }
                    end += 3
                } else {
                    guard bytes[end].isHostNameCharacter else { return false }
                    end += 1
                }
            }
            guard end > 0 else { return false }
        }
        if end == bytes.count { return true }
        guard bytes[end] == .colon else { return false }
        var port = 0
        for index in end + 1..<bytes.count {
            guard bytes[index].isDigit else { return false }
            port = port * 10 + Int(bytes[index] - UInt8(ascii: "0"))
            guard port <= maxPort else { return false }
        }
        return true
    }
}
