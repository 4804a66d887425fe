import JSON

/// Which method suits a request that names none, and why.
public struct MethodChoice: Sendable, Hashable {
    /// The methods that are chosen from.
    public enum Candidate: String, Sendable, CaseIterable {
        /// Samples vote until the vote is clear.
        case adaptiveConsistency = "adaptive-consistency"
        /// Samples are ranked by how sure the model was of them.
        case bestOfN = "best-of-n"
        /// One answer is criticised and revised.
        case selfRefine = "self-refine"
    }

    /// The method.
    public let method: Candidate
    /// Why it is this one, as a sentence.
    public let reason: String

    /// The choice for a question whose samples can be told to agree; nil if they cannot.
    init?(voteOn question: Question) {
        guard let ground = question.votingGround else { return nil }
        method = .adaptiveConsistency
        reason = "\(ground) Samples can vote."
    }

    /// The choice for a question, where the model server gives log-probabilities or does not.
    init(for question: Question, logprobs: Bool) {
        if let vote = MethodChoice(voteOn: question) {
            self = vote
        } else if logprobs {
            method = .bestOfN
            reason = "The answer is free text and log-probabilities can be had: samples can be ranked."
        } else {
            method = .selfRefine
            reason = "The answer is free text and no log-probabilities can be had: an answer can be revised."
        }
    }
}

extension Question {
    /// Why two answers to this can be told to be the same, as a sentence; nil if they are free text.
    fileprivate var votingGround: String? {
        if sampling["tools"]?.array?.isEmpty == false || sampling["functions"]?.array?.isEmpty == false,
            sampling["tool_choice"]?.string != "none", sampling["function_call"]?.string != "none"
        {
            return "The answer may be a tool call."
        }
        switch extractor.resolvedType {
        case .number, .math, .choice, .boolean, .letters, .json, .literal, .regex:
            return "The answer's type is '\(extractor.resolvedType.rawValue)' (\(extractor.reason.rawValue))."
        case .auto, .code, .text:
            let format = sampling["response_format"]?["type"]?.string
            return format == nil || format == "text" ? nil : "The answer has a format of its own ('response_format')."
        }
    }
}
