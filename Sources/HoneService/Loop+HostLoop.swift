public import CurlClient
public import HTTPServer

/// Calls to model servers are made where the request that needs them is served.
extension Loop: HostLoop {}
