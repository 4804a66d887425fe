public import HTTPTypes

extension HTTPFields {
    /// The fields that may travel on: without Connection and what it names, Keep-Alive, Proxy-*, TE, Trailer,
    /// Transfer-Encoding and Upgrade, and those of which `isUnwanted` says so.
    public func removingHopByHop(and isUnwanted: (HTTPField.Name) -> Bool = { _ in false }) -> HTTPFields {
        var kept = HTTPFields()
        kept.reserveCapacity(count + Self.roomForMore)
        forEachEndToEnd { field in
            if !isUnwanted(field.name) { kept.append(field) }
        }
        return kept
    }

    /// Calls `body` with each field that may travel on.
    public func forEachEndToEnd<Failure: Error>(_ body: (HTTPField) throws(Failure) -> Void) throws(Failure) {
        // What most servers say names nothing but Keep-Alive.
        let connection = value(of: .connection)
        let named = connection == nil || connection == "keep-alive" ? [] : namesInConnection
        for field in self where !field.name.isHopByHop && !named.contains(field.name) { try body(field) }
    }

    private var namesInConnection: [HTTPField.Name] {
        self[values: .connection].flatMap { $0.split(separator: ",") }.compactMap { HTTPField.Name(String($0.trimmed)) }
    }
}

extension HTTPFields {
    /// Fields that whoever passes them on may add without a move of all of them.
    private static let roomForMore = 4

    /// The value of a field as the subscript gives it, at less cost where it is there only once.
    public func value(of name: HTTPField.Name) -> String? {
        var value: String?
        for field in self where field.name == name {
            if value != nil { return self[name] }
            value = field.value
        }
        return value
    }
}

extension HTTPField.Name {
    /// Whether it concerns only this connection and must not be forwarded (RFC 9110 §7.6.1).
    fileprivate var isHopByHop: Bool {
        // By their first letters, since most fields are none of these.
        switch canonicalName.utf8.first {
        case UInt8(ascii: "c"): self == .connection
        case UInt8(ascii: "k"): self == .keepAlive
        case UInt8(ascii: "t"): self == .te || self == .trailer || self == .transferEncoding
        case UInt8(ascii: "u"): self == .upgrade
        case UInt8(ascii: "p"): canonicalName.hasPrefix("proxy-")
        default: false
        }
    }
}

extension Substring {
    /// The text without spaces and tabs at both ends.
    var trimmed: Substring {
        var text = self
        while text.utf8.first?.isWhitespace == true { text = text.dropFirst() }
        while text.utf8.last?.isWhitespace == true { text = text.dropLast() }
        return text
    }
}
