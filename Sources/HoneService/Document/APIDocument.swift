import Refinement

/// The description of the API: what is written in `openapi.yaml`, with what follows from the methods put in its place.
enum APIDocument {
    private static let methods = Methods.all.map { $0.description }

    /// What is put in the place of the comment line of that name, which keeps its indentation.
    private static let inserted: [String: [String]] = [
        "# <the methods' parameters in the query>": MethodSchemas.queryParameters(of: methods),
        "# <the methods' schemas>": MethodSchemas.schemas(of: methods),
        "# <the roles in the query>": RoleSchemas.queryParameters,
        "# <the roles>": RoleSchemas.schemas,
    ]

    /// The document as it is served.
    static let text: [UInt8] = {
        let written = String(decoding: PackageResources.openapi_yaml, as: UTF8.self)
        let lines = written.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
            let indentation = line.prefix { $0 == " " }
            guard let lines = inserted[String(line.dropFirst(indentation.count))] else { return [String(line)] }
            return lines.map { indentation + $0 }
        }
        return Array(lines.joined(separator: "\n").utf8)
    }()
}
