public import CurlClient

/// How connections to a model server are made, where the defaults will not do. All files are PEM.
public struct ConnectionOptions: Sendable, Hashable {
    /// The certificate authorities to trust instead of the system's.
    public var certificateAuthorityFile: String?
    /// The certificate by which Hone shows who it is.
    public var clientCertificateFile: String?
    /// The certificate's private key, if it is in a file of its own.
    public var clientKeyFile: String?
    /// The HTTP proxy that all connections go through; the environment's proxies are never used.
    public var proxy: UpstreamURL?

    /// These options.
    public init(
        certificateAuthorityFile: String? = nil, clientCertificateFile: String? = nil, clientKeyFile: String? = nil,
        proxy: UpstreamURL? = nil
    ) {
        self.certificateAuthorityFile = certificateAuthorityFile
        self.clientCertificateFile = clientCertificateFile
        self.clientKeyFile = clientKeyFile
        self.proxy = proxy
    }
}
