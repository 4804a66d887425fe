/// Every way in which bytes of a peer, or values meant for one, are not HTTP.
public enum HTTPError: Error, Sendable, Hashable {
    // The request line (RFC 9112 §3).
    /// More empty lines than allowed came before the request line.
    case tooManyEmptyLines(limit: Int)
    /// A byte that no method may contain, or an empty method.
    case invalidMethod(byte: UInt8)
    /// The method is longer than any that exists.
    case methodTooLong(limit: Int)
    /// A well-formed method that nobody here implements; the connection lives on.
    case unknownMethod(String)
    /// CONNECT or TRACE, refused whatever their target.
    case refusedMethod(String)
    /// The target is longer than allowed.
    case targetTooLong(limit: Int)
    /// A byte that the target may not contain unescaped, or an empty target.
    case invalidTargetByte(UInt8)
    /// `*` with a method other than OPTIONS, a relative or authority-form target, a foreign scheme.
    case invalidTargetForm
    /// A `%` without two hexadecimal digits, at this byte of the text.
    case invalidPercentEscape(offset: Int)
    /// The path escapes a control character.
    case escapedControlInPath
    /// The path contains a `.` or `..` segment, written or escaped.
    case dotSegmentInPath
    /// The version is not `HTTP/` DIGIT `.` DIGIT, or something follows it.
    case invalidVersion
    /// A well-formed version that is not HTTP/1.
    case unsupportedVersion(major: Int, minor: Int)

    // Lines and fields (RFC 9112 §2.2, §5).
    /// LF without a CR before it.
    case bareLineFeed
    /// CR without an LF after it.
    case bareCarriageReturn
    /// The head does not end within the limit.
    case headTooLarge(limit: Int)
    /// More field lines than allowed.
    case tooManyFields(limit: Int)
    /// The first line after the request line starts with whitespace.
    case whitespaceBeforeFirstField
    /// A field line continues the one before it (obs-fold).
    case obsoleteLineFolding
    /// Whitespace stands between a field name and its colon.
    case whitespaceBeforeColon
    /// The field line has no colon.
    case missingColon
    /// A byte that no field name may contain; `:` stands for an empty name.
    case invalidFieldName(byte: UInt8)
    /// A control character in a field value.
    case invalidFieldValue(byte: UInt8)

    // Host (RFC 9112 §3.2).
    /// HTTP/1.1 without a Host field.
    case missingHost
    /// More than one Host field.
    case repeatedHost
    /// A Host field, or the authority of the target, that is not `host [":" port]`.
    case invalidHost

    // Framing (RFC 9112 §6).
    /// Content-Length is not a number of 1 to 19 digits that fits.
    case invalidContentLength
    /// More than one Content-Length field, be they equal or not.
    case repeatedContentLength
    /// Both Content-Length and Transfer-Encoding: the mark of request smuggling.
    case contentLengthWithTransferEncoding
    /// Transfer-Encoding is malformed, or chunked is not its last coding and there once.
    case invalidTransferEncoding
    /// More than one Transfer-Encoding field.
    case repeatedTransferEncoding
    /// A coding under chunked that we do not decode.
    case unsupportedTransferCoding
    /// Transfer-Encoding in an HTTP/1.0 request.
    case transferEncodingInHTTP10
    /// The body is, or says it is, longer than allowed.
    case bodyTooLarge(limit: Int)
    /// Expect asks for something other than 100-continue.
    case unmetExpectation

    // Chunked coding (RFC 9112 §7.1).
    /// A chunk size that is not hexadecimal digits only.
    case invalidChunkSize
    /// A chunk size of more than 16 digits, or beyond what can be counted.
    case chunkSizeOverflow
    /// A chunk extension that does not follow the grammar.
    case invalidChunkExtension
    /// More bytes of chunk extensions than allowed.
    case chunkExtensionsTooLarge(limit: Int)
    /// Chunk data is not followed by CRLF.
    case missingChunkTerminator
    /// The trailer section does not end within the limit.
    case trailerTooLarge(limit: Int)

    // Messages cut short (RFC 9112 §8).
    /// The connection ended within a head.
    case incompleteHead
    /// The connection ended within a body.
    case incompleteBody

    // Texts inside messages.
    /// Percent-decoded bytes that are not UTF-8.
    case invalidUTF8
    /// An event of a stream is longer than allowed.
    case eventTooLarge(limit: Int)

    // What we must not send.
    /// A field value, an event name or id with a byte that would break the message.
    case unsendable(byte: UInt8)
}
