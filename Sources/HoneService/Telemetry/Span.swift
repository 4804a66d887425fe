import JSON

/// One part of a request's way, for whoever collects traces.
struct Span: Sendable {
    /// Its side of the wire, with OTLP's numbers.
    enum Kind: Int {
        /// Within Hone.
        case `internal` = 1
        /// A request that Hone answers.
        case server = 2
        /// A call that Hone makes.
        case client = 3
    }

    /// Which one it is, in which trace.
    let context: TraceContext
    /// The span above it.
    let parentID: String?
    let name: String
    let kind: Kind
    /// Nanoseconds since 1970.
    let start: Int
    /// Nanoseconds since 1970.
    let end: Int
    /// What is known of it, by OpenTelemetry's names where there are such.
    let attributes: JSON.Object
    /// What went wrong, if anything.
    let error: String?
}

extension Span {
    /// The span in OTLP's JSON form (OpenTelemetry protocol 1, `opentelemetry/proto/trace/v1`).
    var json: JSON {
        var object = JSON.Object([
            JSON.Member("traceId", .string(context.traceID)), JSON.Member("spanId", .string(context.spanID)),
            JSON.Member("name", .string(name)), JSON.Member("kind", .number(kind.rawValue)),
            JSON.Member("startTimeUnixNano", .string("\(start)")), JSON.Member("endTimeUnixNano", .string("\(end)")),
            JSON.Member("attributes", Self.attributes(attributes)),
        ])
        object["parentSpanId"] = parentID.map(JSON.string)
        if let error { object["status"] = ["code": 2, "message": .string(error)] }
        return .object(object)
    }

    /// A request body that exports these spans.
    static func export(_ spans: [Span], version: String) -> [UInt8] {
        let resource: JSON.Object = ["service.name": "hone", "service.version": .string(version)]
        let body: JSON = [
            "resourceSpans": [
                [
                    "resource": ["attributes": attributes(resource)],
                    "scopeSpans": [["scope": ["name": "hone"], "spans": .array(spans.map(\.json))]],
                ]
            ]
        ]
        return body.utf8
    }

    private static func attributes(_ object: JSON.Object) -> JSON {
        .array(object.members.map { ["key": .string($0.name), "value": value($0.value)] })
    }

    private static func value(_ value: JSON) -> JSON {
        switch value {
        case .string: ["stringValue": value]
        case .bool: ["boolValue": value]
        // 64-bit integers are strings in protobuf's JSON.
        case .number where value.int != nil: ["intValue": .string("\(value)")]
        case .number: ["doubleValue": value]
        default: ["stringValue": .string("\(value)")]
        }
    }
}
