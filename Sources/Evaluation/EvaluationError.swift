public import Refinement

/// Why an evaluation cannot begin, or cannot go on; every one of them is the caller's to mend.
public enum EvaluationError: Error, Hashable, Sendable {
    /// A file cannot be read or written.
    case file(path: String, reason: String)
    /// A line of a file is not what it must be.
    case line(Int, reason: String)
    /// A file has no question in it.
    case noQuestion
    /// Two questions have the same name.
    case repeatedQuestion(id: String)
    /// The right answer to a question cannot be read as the type that answers are.
    case unreadableGold(id: String, gold: String, type: String)
    /// No type of answers has this name.
    case unknownAnswerType(String, known: [String])
    /// What was said about answers contradicts itself.
    case answerFormat(AnswerFormatError)
    /// The list of methods cannot be read.
    case methodSyntax(String, reason: String)
    /// No method has this name.
    case unknownMethod(String, known: [String])
    /// Two methods of the list are written the same.
    case repeatedMethod(String)
    /// A method does not take this parameter, or not this value.
    case parameter(ParameterError, method: String)
    /// A question has fewer samples than there are to be rotations of them.
    case tooFewRotations(id: String, samples: Int, rotations: Int)
    /// A method asked for a sample that was never recorded.
    case pastTheEnd(id: String, recorded: Int, method: String)
    /// A file of results was made with another setting.
    case otherSetting(name: String, found: String, wanted: String)
    /// A file of results has a question of the same name, but not the same question.
    case otherQuestion(id: String)
}

extension EvaluationError: CustomStringConvertible {
    /// What is wrong, for a person.
    public var description: String {
        switch self {
        case .file(let path, let reason): "\(path): \(reason)"
        case .line(let number, let reason): "line \(number): \(reason)"
        case .noQuestion: "there is no question in the file"
        case .repeatedQuestion(let id): "two questions have the id \(id)"
        case .unreadableGold(let id, let gold, let type):
            "the right answer to question \(id), '\(gold)', cannot be read as an answer of type \(type)"
        case .unknownAnswerType(let name, let known):
            "there is no answer type '\(name)'; there are \(known.joined(separator: ", "))"
        case .answerFormat(let error): error.reason
        case .methodSyntax(let text, let reason): "in the methods '\(text)': \(reason)"
        case .unknownMethod(let name, let known):
            "there is no method '\(name)'; there are \(known.joined(separator: ", "))"
        case .repeatedMethod(let label): "the method \(label) is named twice"
        case .parameter(.unknown(let name, let known), let method):
            "the method \(method) has no parameter '\(name)'; it has \(known.joined(separator: ", "))"
        case .parameter(.notAllowed(let name, let allowed, let found), let method):
            "the parameter '\(name)' of \(method) must be \(allowed), not \(found)"
        case .parameter(.contradiction(let name, let reason), let method):
            "the parameter '\(name)' of \(method): \(reason)"
        case .tooFewRotations(let id, let samples, let rotations):
            "question \(id) has \(samples) recorded samples, which have no \(rotations) rotations"
        case .pastTheEnd(let id, let recorded, let method):
            "\(method) asks for more samples of question \(id) than the \(recorded) that were recorded; "
                + "--samples says how many it may take"
        case .otherSetting(let name, let found, let wanted):
            "the results there were made with \(name) \(found), not \(wanted)"
        case .otherQuestion(let id): "the results there are of another question \(id)"
        }
    }
}
