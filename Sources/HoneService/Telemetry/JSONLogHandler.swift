import Glibc
import JSON
public import Logging

/// Writes every log message as one line of JSON to standard error: numbers as numbers, the rest as text.
public struct JSONLogHandler: LogHandler {
    /// The least that is written.
    public var logLevel: Logger.Level
    /// What stands in every line.
    public var metadata: Logger.Metadata = [:]

    /// A handler that drops what lies below `level`.
    public init(level: Logger.Level) { logLevel = level }

    /// One of the values that stand in every line.
    public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    /// Writes a line.
    public func log(event: LogEvent) {
        let line = Self.line(
            event.level, "\(event.message)", metadata.merging(event.metadata ?? [:]) { _, own in own }, at: WallClock())
        Self.writer.add(line, urgent: event.level >= .warning)
    }

    private static let writer = LogWriter(to: STDERR_FILENO)

    /// Returns when what has been logged so far is written, or after a second if nobody reads it: for the end of the
    /// process.
    public static func flush() async { await writer.flush() }

    /// A message as a line.
    static func line(
        _ level: Logger.Level, _ message: String, _ metadata: Logger.Metadata, at time: WallClock
    ) -> [UInt8] {
        var object = JSON.Object([
            JSON.Member("time", .string(time.text)), JSON.Member("level", .string(level.rawValue)),
            JSON.Member("event", .string(message)),
        ])
        for (name, value) in metadata.sorted(by: { $0.key < $1.key }) where object[name] == nil {
            object[name] = Self.json(value)
        }
        return JSON.object(object).utf8 + [UInt8(ascii: "\n")]
    }

    private static func json(_ value: Logger.MetadataValue) -> JSON {
        switch value {
        case .string(let text): .string(text)
        case .stringConvertible(let number as Int): .number(number)
        case .stringConvertible(let number as Double): .number(number)
        case .stringConvertible(let flag as Bool): .bool(flag)
        case .stringConvertible(let other): .string("\(other)")
        case .array(let values): .array(values.map(json))
        case .dictionary(let members):
            .object(JSON.Object(members.sorted { $0.key < $1.key }.map { JSON.Member($0.key, json($0.value)) }))
        }
    }
}

extension WallClock {
    /// `2026-11-21T21:37:17.123Z`
    private static let textBytes = 24

    /// The moment in UTC to the millisecond (RFC 3339).
    var text: String {
        var seconds = time_t(nanoseconds / 1_000_000_000)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let groups = [
            (Int(parts.tm_year) + 1900, 4, "-"), (Int(parts.tm_mon) + 1, 2, "-"), (Int(parts.tm_mday), 2, "T"),
            (Int(parts.tm_hour), 2, ":"), (Int(parts.tm_min), 2, ":"), (Int(parts.tm_sec), 2, "."),
            (nanoseconds / 1_000_000 % 1_000, 3, "Z"),
        ]
        var text: [UInt8] = []
        text.reserveCapacity(Self.textBytes)
        for (number, digits, mark) in groups {
            var power = [1, 10, 100, 1_000][digits - 1]
            while power > 0 {
                text.append(UInt8(ascii: "0") + UInt8(number / power % 10))
                power /= 10
            }
            text += mark.utf8
        }
        return String(decoding: text, as: UTF8.self)
    }
}
