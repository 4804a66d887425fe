public import HTTPTypes

extension HTTPError {
    /// The status that answers the error when it is the client's.
    public var status: HTTPResponse.Status {
        switch self {
        case .methodTooLong, .unknownMethod, .refusedMethod, .unsupportedTransferCoding: .notImplemented
        case .targetTooLong: .uriTooLong
        case .unsupportedVersion: .httpVersionNotSupported
        case .headTooLarge, .tooManyFields, .trailerTooLarge: .requestHeaderFieldsTooLarge
        case .bodyTooLarge: .contentTooLarge
        case .unmetExpectation: .expectationFailed
        case .unsendable: .internalServerError
        default: .badRequest
        }
    }

    /// Whether nothing may be read from the connection after this error, because the place where the next request
    /// begins is not known or not to be trusted.
    public var endsConnection: Bool {
        switch self {
        case .unknownMethod, .unmetExpectation: false
        default: true
        }
    }

    /// One sentence for the peer, in printable ASCII; of what it sent at most a token is repeated.
    public var reason: String {
        switch self {
        case .tooManyEmptyLines(let limit): "more than \(limit) empty lines before the request line"
        case .invalidMethod(let byte): "\(Self.name(of: byte)) in the method"
        case .methodTooLong(let limit): "the method is longer than \(limit) bytes"
        case .unknownMethod(let method): "the method \(method) is not implemented"
        case .refusedMethod(let method): "the method \(method) is not implemented"
        case .targetTooLong(let limit): "the request target is longer than \(limit) bytes"
        case .invalidTargetByte(let byte): "\(Self.name(of: byte)) in the request target"
        case .invalidTargetForm: "the form of the request target does not fit the method"
        case .invalidPercentEscape(let offset): "invalid percent escape at byte \(offset)"
        case .escapedControlInPath: "the path escapes a control character"
        case .dotSegmentInPath: "the path contains a dot segment"
        case .invalidVersion: "the request line does not end in an HTTP version"
        case .unsupportedVersion(let major, let minor): "HTTP/\(major).\(minor) is not supported"
        case .bareLineFeed: "LF without CR"
        case .bareCarriageReturn: "CR without LF"
        case .headTooLarge(let limit): "the request head is longer than \(limit) bytes"
        case .tooManyFields(let limit): "more than \(limit) fields"
        case .whitespaceBeforeFirstField: "whitespace before the first field"
        case .obsoleteLineFolding: "a field continues on a second line"
        case .whitespaceBeforeColon: "whitespace before the colon of a field"
        case .missingColon: "a field line without a colon"
        case .invalidFieldName(let byte): "\(Self.name(of: byte)) in a field name"
        case .invalidFieldValue(let byte): "\(Self.name(of: byte)) in a field value"
        case .missingHost: "the Host field is missing"
        case .repeatedHost: "more than one Host field"
        case .invalidHost: "the host is malformed"
        case .invalidContentLength: "Content-Length is not a number"
        case .repeatedContentLength: "more than one Content-Length field"
        case .contentLengthWithTransferEncoding: "both Content-Length and Transfer-Encoding"
        case .invalidTransferEncoding: "Transfer-Encoding is malformed or does not end in chunked"
        case .repeatedTransferEncoding: "more than one Transfer-Encoding field"
        case .unsupportedTransferCoding: "only the chunked transfer coding is implemented"
        case .transferEncodingInHTTP10: "Transfer-Encoding in an HTTP/1.0 request"
        case .bodyTooLarge(let limit): "the body is longer than \(limit) bytes"
        case .unmetExpectation: "the only expectation met is 100-continue"
        case .invalidChunkSize: "a chunk size is not a hexadecimal number"
        case .chunkSizeOverflow: "a chunk size is too large"
        case .invalidChunkExtension: "a chunk extension is malformed"
        case .chunkExtensionsTooLarge(let limit): "more than \(limit) bytes of chunk extensions"
        case .missingChunkTerminator: "chunk data is not followed by CRLF"
        case .trailerTooLarge(let limit): "the trailer section is longer than \(limit) bytes"
        case .incompleteHead: "the connection ended within the request head"
        case .incompleteBody: "the connection ended within the body"
        case .invalidUTF8: "escaped bytes are not UTF-8"
        case .eventTooLarge(let limit): "an event is longer than \(limit) bytes"
        case .unsendable(let byte): "\(Self.name(of: byte)) in a value to be sent"
        }
    }

    private static func name(of byte: UInt8) -> String {
        switch byte {
        case .tab: "a tab"
        case .lineFeed: "LF"
        case .carriageReturn: "CR"
        case .space: "a space"
        case 0x21...0x7E: "the character \(Character(UnicodeScalar(byte)))"
        default: "the byte 0x\(String(byte, radix: 16, uppercase: true))"
        }
    }
}
