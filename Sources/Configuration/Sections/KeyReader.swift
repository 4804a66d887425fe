/// The key of a model server, which stands in a variable or a file, never in the configuration.
struct KeyReader {
    let surroundings: Surroundings

    /// Reads `key_env` or `key_file`.
    func read(_ server: MappingReader) -> String? {
        let variable = server["key_env"]
        let file = server["key_file"]
        if variable != nil, let file { file.refuse(.conflict("give 'key_env' or 'key_file', not both")) }
        if let variable { return key(inVariable: variable) }
        return file.flatMap(key(inFile:))
    }

    private func key(inVariable value: ValueReader) -> String? {
        guard let name = value.string("the name of an environment variable") else { return nil }
        // What is no name may be the key itself, which must not be shown.
        guard Self.isVariableName(name) else {
            value.refuse(expected: "the name of an environment variable, such as OPENAI_API_KEY (not the key itself)")
            return nil
        }
        guard let key = surroundings.environment[name], !key.isEmpty else {
            value.refuse(.unset(variable: name))
            return nil
        }
        return checked(key, value, "\(name) must hold one line of visible characters")
    }

    private func key(inFile value: ValueReader) -> String? {
        guard let path = value.string("the path of a file") else { return nil }
        switch surroundings.contents(of: path, limit: ConfigurationLimits.maxKeyFileBytes) {
        case .failure(let failure):
            value.refuse(.unreadable(file: surroundings.resolved(path), errno: failure.errno))
            return nil
        case .success(let bytes):
            let text = String(decoding: bytes, as: UTF8.self)
            let line = text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed()
            return checked(String(line), value, "the file must hold one line of visible characters")
        }
    }

    private func checked(_ key: String, _ value: ValueReader, _ need: String) -> String? {
        guard !key.isEmpty, key.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            value.refuse(.conflict(need))
            return nil
        }
        return key
    }

    static func isVariableName(_ name: String) -> Bool {
        !(name.first?.isNumber ?? true)
            && name.utf8.allSatisfy {
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) && $0 > 0x40
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) || $0 == UInt8(ascii: "_")
            }
    }
}
