import Refinement
import Testing

struct AnswerFormatTests {
    @Test(arguments: AnswerType.allCases)
    func namesTypesAsOnTheWire(type: AnswerType) {
        #expect(AnswerType(named: type.rawValue) == type)
    }

    @Test func acceptsOtherNames() {
        #expect(AnswerType(named: "math") == .math)
        #expect(AnswerType(named: "yesno") == .boolean)
        #expect(AnswerType(named: "latex") == .math)
        #expect(AnswerType(named: "Number") == nil)
    }

    @Test func refusesContradictions() {
        let two = AnswerChoice.options(["x", "y"])
        #expect(throws: AnswerFormatError.patternMissing) { try AnswerFormat(type: .regex) }
        #expect(throws: AnswerFormatError.choicesNeedChoice(.number)) { try AnswerFormat(type: .number, choices: two) }
        #expect(throws: AnswerFormatError.choicesNeedChoice(.auto)) { try AnswerFormat(pattern: "x", choices: two) }
        #expect(throws: AnswerFormatError.digitsNeedNumber(.text)) { try AnswerFormat(type: .text, digits: 2) }
    }

    @Test func keepsItsLimits() throws {
        #expect(throws: AnswerFormatError.digitsOutOfRange(-1, allowed: 0...100)) {
            try AnswerFormat(type: .number, digits: -1)
        }
        #expect(throws: AnswerFormatError.digitsOutOfRange(101, allowed: 0...100)) {
            try AnswerFormat(type: .number, digits: 101)
        }
        _ = try AnswerFormat(type: .number, digits: 100)
        let names = (0..<27).map { "option\($0)" }
        #expect(throws: AnswerFormatError.choiceCount(27, allowed: 2...26)) {
            try AnswerFormat(choices: AnswerChoice.options(names))
        }
        _ = try AnswerFormat(choices: AnswerChoice.options(Array(names.prefix(26))))
        #expect(throws: AnswerFormatError.choiceCount(1, allowed: 2...26)) {
            try AnswerFormat(choices: [AnswerChoice(label: "A")])
        }
        #expect(throws: AnswerFormatError.choiceLength(index: 1, maxBytes: 1024)) {
            try AnswerFormat(choices: AnswerChoice.options(["x", "!"]))
        }
        #expect(throws: AnswerFormatError.choiceRepeated("The X")) {
            try AnswerFormat(choices: AnswerChoice.options(["x", "The X"]))
        }
    }
}
