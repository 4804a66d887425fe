import Foundation
import JSON

@testable import TinyModel

/// The model of the package, read once for all tests, and what llama.cpp said with the same file.
enum Fixture {
    private static let loaded = Result { try ModelResource.load() }

    static var model: LlamaModel {
        get throws { try loaded.get() }
    }

    static let applesQuestion = "Tom has 22 apples. He buys 3 boxes of 12. How many apples does Tom have now?"

    static func prompt(_ question: String) throws -> [Int] {
        try model.template.prompt(for: [ChatMessage(role: .user, text: question)])
    }

    /// Runs a generation to its end; the events of all steps.
    static func events(_ question: String, _ options: GenerationOptions) throws -> [TokenEvent] {
        var generation = try Generation(model, prompt: prompt(question), options: options)
        var events: [TokenEvent] = []
        while !generation.isFinished {
            events += generation.step()
        }
        return events
    }

    /// The whole text of each choice.
    static func texts(_ question: String, _ options: GenerationOptions) throws -> [String] {
        var texts = [String](repeating: "", count: options.choices)
        for event in try events(question, options) {
            texts[event.choice] += event.text
        }
        return texts
    }
}
