import ArgumentParser
import Configuration
import CurlClient
import HTTPTypes
import HoneService

extension ServeSession {
    /// Sends spans to the collector, if there is one, until the task is cancelled.
    func exportSpans() async {
        guard let endpoint = configuration.telemetry.otlpEndpoint else { return }
        await state.telemetry.exportSpans(version: HoneCommand.configuration.version) { body, time in
            // What is left goes out when this task has been cancelled already, and another task has not.
            try await Task { try await send(body, to: endpoint, within: time) }.value
        }
    }

    private func send(_ body: [UInt8], to endpoint: UpstreamURL, within time: Duration) async throws {
        var fields = configuration.telemetry.otlpFields
        fields[.contentType] = "application/json"
        let timeouts = Timeouts(firstByte: time, idle: time, total: time)
        let url = try endpoint.appending(path: "v1/traces")
        let request = ClientRequest(method: .post, url: url, fields: fields, body: body, timeouts: timeouts)
        let response = try await client.send(request)
        guard response.status.kind == .successful else {
            throw CommandFailure("the collector of traces answers \(response.status.code)")
        }
    }
}
