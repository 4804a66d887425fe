import JSON
import OpenAI

extension GenerationOptions {
    /// Reads the members that both completions endpoints have in common; OpenAI's defaults where they are missing,
    /// and a random seed.
    init(_ members: MemberReader, limits: ServiceLimits) throws(RequestError) {
        choices = try members.integer("n", in: 1...limits.choices) ?? 1
        temperature = Float(try members.number("temperature", in: 0...2) ?? 1)
        topP = Float(try members.number("top_p", in: 0...1) ?? 1)
        let seed = try members.integer("seed", in: Int.min...Int.max)
        self.seed = seed.map { UInt64(bitPattern: Int64($0)) } ?? UInt64.random(in: .min ... .max)
        let older = try members.integer("max_tokens", in: 1...Int.max)
        maxTokens = try members.integer("max_completion_tokens", in: 1...Int.max) ?? older
        stops = try Self.stops(members, limits: limits)
    }

    private static func stops(_ members: MemberReader, limits: ServiceLimits) throws(RequestError) -> [String] {
        guard let value = try members.value("stop") else { return [] }
        let name = members.name("stop")
        let stops = value.string.map { [$0] } ?? value.array?.compactMap(\.string)
        guard let stops, stops.count == value.array?.count ?? 1 else {
            throw .wrongType(member: name, expected: "a string or an array of strings", found: value.kind)
        }
        guard stops.count <= limits.stops else {
            throw .outOfRange(member: name, allowed: "at most \(limits.stops) strings", found: "\(stops.count)")
        }
        guard stops.allSatisfy({ (1...limits.stopBytes).contains($0.utf8.count) }) else {
            throw .outOfRange(
                member: name, allowed: "strings of 1 to \(limits.stopBytes) bytes", found: "a shorter or longer one")
        }
        return stops
    }
}
