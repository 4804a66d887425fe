import JSON

extension SamplingOptions {
    /// What says how the client's answer is to look, how long it is to be and what it may call: nothing for those who
    /// judge it.
    private static let shape = [
        "tools", "tool_choice", "parallel_tool_calls", "functions", "function_call", "response_format",
        "structured_outputs", "guided_json", "guided_regex", "guided_choice", "guided_grammar", "grammar",
        "json_schema", "regex", "ebnf", "stop", "stop_token_ids", "ignore_eos", "logprobs", "top_logprobs",
        "prompt_logprobs", "max_tokens", "max_completion_tokens", "min_tokens", "n", "best_of", "logit_bias",
        "prediction", "modalities", "audio", "verbosity", "web_search_options", "continue_final_message",
        "add_generation_prompt",
    ]

    /// The client's options, less what shapes its answer.
    var withoutShape: SamplingOptions {
        var options = self
        for name in Self.shape { options[name] = nil }
        return options
    }

    /// The client's options for a call at that temperature that reviews an answer.
    func reviewing(temperature: Double) -> SamplingOptions {
        var options = withoutShape
        options["temperature"] = .number(temperature)
        return options
    }
}
