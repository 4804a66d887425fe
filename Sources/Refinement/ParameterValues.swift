public import JSON

/// The values of a method's parameters, checked against its declarations and complete with the defaults.
public struct ParameterValues: Sendable {
    private var values: [String: JSON]

    /// Checks what the client gave.
    ///
    /// - Throws: `ParameterError` naming the parameter.
    public init(_ given: JSON.Object, declared: [Parameter]) throws(ParameterError) {
        values = Dictionary(uniqueKeysWithValues: declared.map { ($0.name, $0.defaultValue) })
        for member in given.members {
            guard let parameter = declared.first(where: { $0.name == member.name }) else {
                throw .unknown(name: member.name, known: declared.map(\.name))
            }
            guard parameter.accepts(member.value) else {
                throw .notAllowed(
                    name: member.name, allowed: parameter.allowed, found: member.value.description)
            }
            values[member.name] = member.value
        }
    }

    /// The value of a declared integer.
    func integer(_ parameter: Parameter) -> Int {
        guard let value = optionalInteger(parameter) else {
            preconditionFailure("\(parameter.name) is no declared integer with a default")
        }
        return value
    }

    /// The value of a declared integer that may be left out.
    func optionalInteger(_ parameter: Parameter) -> Int? { values[parameter.name]?.int }

    /// The value of a declared number.
    func real(_ parameter: Parameter) -> Double {
        guard let value = optionalReal(parameter) else {
            preconditionFailure("\(parameter.name) is no declared number with a default")
        }
        return value
    }

    /// The value of a declared number that may be left out.
    func optionalReal(_ parameter: Parameter) -> Double? { values[parameter.name]?.double }

    /// The value of a declared yes or no.
    func flag(_ parameter: Parameter) -> Bool {
        guard let value = optionalFlag(parameter) else {
            preconditionFailure("\(parameter.name) is no declared flag with a default")
        }
        return value
    }

    /// The value of a declared yes or no that may be left out.
    func optionalFlag(_ parameter: Parameter) -> Bool? { values[parameter.name]?.bool }

    /// The value of a declared text, which may be left out.
    func text(_ parameter: Parameter) -> String? { values[parameter.name]?.string }

    /// The texts of a declared list.
    func texts(_ parameter: Parameter) -> [String] { values[parameter.name]?.array?.compactMap(\.string) ?? [] }

    /// The value of a declared choice.
    func word<Word: RawRepresentable<String>>(_ parameter: Parameter) -> Word {
        guard let value = values[parameter.name]?.string.flatMap(Word.init) else {
            preconditionFailure("\(parameter.name) is no declared choice")
        }
        return value
    }
}

/// What is wrong with a parameter.
public enum ParameterError: Error, Hashable, Sendable {
    /// The method declares no parameter of that name.
    case unknown(name: String, known: [String])
    /// The value is not allowed.
    case notAllowed(name: String, allowed: String, found: String)
    /// The value does not go with that of another parameter.
    case contradiction(name: String, reason: String)

    /// The parameter's name.
    public var name: String {
        switch self {
        case .unknown(let name, _), .notAllowed(let name, _, _), .contradiction(let name, _): name
        }
    }
}
