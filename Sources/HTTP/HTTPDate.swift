/// The date format of HTTP, `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 §5.6.7).
public enum HTTPDate {
    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    /// The bytes for a time in seconds since 1970-01-01 00:00 UTC, from 0 to the end of the year 9999.
    public static func bytes(secondsSince1970 seconds: Int) -> [UInt8] {
        let days = seconds / 86_400
        let second = seconds % 86_400
        let (year, month, day) = civil(days: days)
        let time = [second / 3600, second / 60 % 60, second % 60].map(twoDigits).joined(separator: ":")
        return Array("\(weekdays[days % 7]), \(twoDigits(day)) \(months[month - 1]) \(year) \(time) GMT".utf8)
    }

    private static func twoDigits(_ number: Int) -> String {
        number < 10 ? "0\(number)" : String(number)
    }

    /// The date of a day since 1970-01-01, by counting years from March so that the leap day comes last.
    private static func civil(days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
    }
}

extension HTTPDate {
    /// The seconds since 1970-01-01 00:00 UTC of a date in the format that is sent today; nil for anything else, also for
    /// the two formats of the last century.
    public static func secondsSince1970(parsing text: String) -> Int? {
        let parts = text.split(separator: " ")
        guard parts.count == 6, weekdays.contains(where: { parts[0] == $0 + "," }), parts[5] == "GMT",
            let day = digits(parts[1], 2), (1...31).contains(day), let month = months.firstIndex(of: String(parts[2])),
            let year = digits(parts[3], 4), year >= 1970
        else { return nil }
        let time = parts[4].split(separator: ":", omittingEmptySubsequences: false).map { digits($0, 2) }
        // A leap second is the 61st of its minute.
        guard time.count == 3, let hour = time[0], let minute = time[1], let second = time[2], hour < 24, minute < 60,
            second < 61
        else { return nil }
        return (self.days(year, month + 1, day) * 24 + hour) * 3_600 + minute * 60 + second
    }

    private static func digits(_ text: Substring, _ count: Int) -> Int? {
        text.utf8.count == count && text.utf8.allSatisfy { (48...57).contains($0) } ? Int(text) : nil
    }

    /// Days since 1970-01-01, by counting years from March so that the leap day comes last.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let yearOfEra = year % 400
        return year / 400 * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
