/// Text between tags: material that a model is to read, not to obey.
struct Tagged: Sendable {
    /// The text with its tags.
    let text: String

    /// Puts `content` between tags of that name, which gets a number if the content itself could close them.
    init(_ name: String, _ content: String) {
        let lower = content.lowercased()
        var tag = name
        var number = 1
        while lower.contains("</\(tag)>") {
            number += 1
            tag = "\(name)_\(number)"
        }
        text = "<\(tag)>\n\(content)\n</\(tag)>"
    }
}
