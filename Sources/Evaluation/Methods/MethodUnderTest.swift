import JSON
public import Refinement

/// A method as it takes part in an evaluation.
public struct MethodUnderTest: Sendable {
    /// What the results call it.
    public let label: String
    /// The method, its parameters set.
    public let method: any Method

    /// The method that an entry names.
    ///
    /// - Parameters:
    ///   - samples: how many samples it may take, where the entry does not say so itself; passed on as `samples`, or
    ///     as `max_samples` to a method that has no such parameter.
    ///   - countsNull: whether a missing answer votes like any other, in the methods that can do that.
    /// - Throws: `EvaluationError` if there is no such method, or a parameter is not allowed.
    public init(_ spec: MethodSpec, samples: Int? = nil, countsNull: Bool = false) throws(EvaluationError) {
        let isSingle = spec.name == MethodSpec.single
        guard let type = Methods.named(isSingle ? "self-consistency" : spec.name) else {
            let known = [MethodSpec.single] + Methods.all.map { "\($0.description.alias) (\($0.description.name))" }
            throw .unknownMethod(spec.name, known: known)
        }
        let declared = type.description.parameters
        var given = spec.parameters
        func set(_ name: String, _ value: JSON) {
            if given[name] == nil { given[name] = value }
        }
        if isSingle {
            if let name = given.members.first?.name {
                throw .parameter(.unknown(name: name, known: ["none"]), method: spec.label)
            }
            set("samples", 1)
        } else if let samples, let name = ["samples", "max_samples"].first(where: { declared.contains(named: $0) }) {
            set(name, .number(samples))
        }
        if countsNull, declared.contains(named: "count_null") { set("count_null", true) }
        label = spec.label
        do throws(ParameterError) {
            method = try type.init(try ParameterValues(given, declared: declared))
        } catch {
            throw .parameter(error, method: spec.label)
        }
    }
}

extension [Parameter] {
    fileprivate func contains(named name: String) -> Bool { contains { $0.name == name } }
}
