/// What is the same for all calls of one client, with every bound it keeps.
public struct CurlConfiguration: Hashable, Sendable {
    /// PEM file with the certificate authorities to trust instead of the system's.
    public var certificateAuthorityFile: String?
    /// PEM file with the certificate that upstreams are shown.
    public var clientCertificateFile: String?
    /// PEM file with that certificate's private key, if it is not in the same file.
    public var clientKeyFile: String?
    /// HTTP proxy that all connections go through, whatever the environment says.
    public var proxy: UpstreamURL?
    /// Unix socket every connection goes to instead of the URL's host and port.
    public var unixSocketPath: String?
    /// Body bytes held for a slow reader, above which the transfer pauses; at most `receiveBytes` more are held.
    public var maxBufferedBytes = 256 * 1024
    /// Bytes of a response's head, 1xx heads and trailers included.
    public var maxHeadBytes = 64 * 1024
    /// Connections to one host, from each thread that calls are made on; a call above waits, its `firstByte` timeout
    /// running. Better more than there are calls at once: each that ends costs a look at all that wait.
    public var maxConnectionsPerHost = 4096
    /// Connections to all hosts together, likewise; a call above waits.
    public var maxConnections = 8192
    /// Age after which an idle connection is not used again. uvicorn (vLLM) and cpp-httplib (llama.cpp) close after 5 s,
    /// and libcurl resends a POST silently when a reused connection turns out to be dead. Whole seconds, at least 1.
    public var maxIdleAge: Duration = .seconds(4)
    /// Bytes that libcurl reads from a socket at once; as much memory is held by every transfer from begin to end.
    public var receiveBytes = 8 * 1024
    /// libcurl easy handles kept for the next calls (about 5.5 KB each).
    public var maxSpareHandles = 256

    /// Creates the configuration with its defaults.
    public init() {}
}
