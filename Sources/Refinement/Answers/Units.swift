/// Words behind a number that tell whether it carries a unit.
enum Units {
    /// Short or glued units, in lower case.
    static let words: Set<String> = [
        "m", "cm", "mm", "km", "in", "ft", "yd", "mi", "g", "kg", "mg", "lb", "lbs", "oz", "s", "ms", "h", "hr", "hrs",
        "min", "mins", "sec", "secs", "l", "ml", "gal", "mph", "kmh", "kph", "kw", "kwh", "w", "v", "hz", "j", "n", "c",
        "f", "k", "usd", "eur", "gbp", "am", "pm", "th", "st", "nd", "rd", "of", "per", "sq", "cu", "a", "an", "my",
    ]
    /// Words that make an expression or another value of it.
    static let notUnits: Set<String> = [
        "and", "plus", "minus", "times", "mod", "not", "than", "sin", "cos", "tan", "log", "exp", "sqrt", "pi", "but",
        "because", "since", "where", "dividedby", "over", "cot", "sec", "csc", "lim", "divided", "xor", "nor",
    ]
}
