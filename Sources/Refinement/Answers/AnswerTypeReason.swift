/// Why an extractor looks for answers of the type it does.
public enum AnswerTypeReason: String, Sendable, Hashable, CaseIterable {
    /// The request named the type.
    case requested
    /// The request gave a pattern.
    case patternGiven = "pattern_given"
    /// The request gave the options.
    case choicesGiven = "choices_given"
    /// The request's response format is JSON.
    case jsonRequested = "json_requested"
    /// The prompt lists labelled options.
    case optionsInPrompt = "options_in_prompt"
    /// The prompt asks for `\boxed{}`.
    case boxedInPrompt = "boxed_in_prompt"
    /// The prompt asks for yes or no, or for true or false.
    case yesOrNoInPrompt = "yes_or_no_in_prompt"
    /// The prompt is a last-letters task.
    case lastLettersInPrompt = "last_letters_in_prompt"
    /// The prompt asks for a number.
    case numberInPrompt = "number_in_prompt"
    /// Nothing in the request says: marked answers are classed one by one, the rest is text.
    case noCue = "no_cue"
}
