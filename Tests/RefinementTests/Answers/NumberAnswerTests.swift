import Refinement
import Testing

struct NumberAnswerTests {
    static let spellings: [Extraction] = [
        .init("The answer is 18.", "18"), .init("The answer is 18.0", "18"), .init("The answer is 18.00.", "18"),
        .init("The answer is +18", "18"), .init("The answer is 018", "18"), .init("The answer is -0", "0"),
        .init("The answer is -0.0.", "0"), .init("The answer is 0", "0"), .init("The answer is .5", "0.5"),
        .init("The answer is -.5", "-0.5"), .init("The answer is 3.14", "3.14"), .init("The answer is 1,234", "1234"),
        .init("The answer is $1,234.50.", "1234.5"), .init("answer: **$1,234.50**", "1234.5"),
        .init("The answer is 1,234,567.", "1234567"), .init("The answer is 12,34,567", "1234567"),
        .init("The answer is 12,5", "12"), .init(#"The answer is 1{,}234"#, "1234"),
        .init("The answer is \u{2212}5.", "-5"), .init("The answer is \u{2013}5", "-5"),
        .init("The answer is １８.", "18"), .init("答え：The answer is ４２．", "42"), .init("Answer： 7", "7"),
        .init("The answer is ١٢", "12"), .init("The answer is 12\u{202F}345", "12345"),
        .init("The answer is €5", "5"), .init("The answer is £3.20", "3.2"), .init("The answer is -$5", "-5"),
        .init("The answer is $-5", "-5"), .init("The answer is ₹1,00,000", "100000"),
        .init("The answer is 50%", "50"), .init(#"The answer is 50\%"#, "50"), .init("The answer is 50 percent", "50"),
        .init("The answer is 12 apples.", "12"), .init("The answer is = 12 apples", "12"),
        .init("The answer is x = 5", "5"), .init("The answer is 5kg", "5"), .init("The answer is 25 cm^2.", "25"),
        .init("The answer is 25 cm².", "25"), .init("The answer is 60 km/h", "60"), .init("The answer is 5th", "5"),
        .init("The answer is 1e3", "1000"), .init("The answer is 1E+3", "1000"), .init("The answer is 1.5e-2", "0.015"),
        .init("The answer is 2 × 10^3", "2000"), .init(#"The answer is $2 \times 10^{-3}$"#, "0.002"),
        .init("The answer is 3/4", "0.75"), .init("The answer is 6/8", "0.75"), .init("The answer is 1/3", "1/3"),
        .init("The answer is 2/6.", "1/3"), .init("The answer is -2/6.", "-1/3"), .init("The answer is 4/2", "2"),
        .init("The answer is 2 1/2", "2.5"), .init("The answer is 2½", "2.5"), .init("The answer is ⅓", "1/3"),
        .init("The answer is 1 2/3 cups", "5/3"), .init(#"The answer is $\frac{1}{2}$"#, "0.5"),
        .init(#"The answer is $-\dfrac{1}{3}$."#, "-1/3"), .init(#"The answer is \(2\frac{1}{3}\)"#, "7/3"),
        .init(#"\boxed{18}"#, "18"), .init(#"\boxed{\frac{3}{4}}"#, "0.75"), .init(#"\boxed{\frac34}"#, "0.75"),
        .init(#"\boxed{18\text{ dollars}}"#, "18"), .init(#"\boxed{\$18}"#, "18"), .init(#"\boxed{x = 5}"#, "5"),
        .init(#"\boxed 5"#, "5"), .init(#"\fbox{6}"#, "6"), .init(#"$\boxed{72^\circ}$"#, "72"),
        .init("#### 42", "42"), .init("so it is 6*7\n#### 42\n", "42"), .init("#### 1,000", "1000"),
        .init("The answer is 3 million", "3000000"), .init("The answer is 2.5 billion dollars", "2500000000"),
        .init("The answer is five.", "5"), .init("The answer is twenty-one apples", "21"),
        .init("The answer is 123456789012345678901234567890", "123456789012345678901234567890"),
        .init("The answer is 0.1000000000000000000000000000001", "0.1000000000000000000000000000001"),
        .init("The answer is 1e500", "1e500"), .init("The answer is 10e499", "1e500"),
        .init("The answer is 246913578024691357802469135780/2", "123456789012345678901234567890"),
    ]

    @Test(arguments: spellings)
    func readsSpelling(_ row: Extraction) throws {
        #expect(try answer(row.text, .number)?.canonical == row.canonical)
    }

    static let traps: [Extraction] = [
        .init("The answer is 3.", "3"), .init("The answer is 3.Next question: 4", "3"),
        .init("The answer is not 5 but 6.", "6"), .init("The answer is not 5, but rather 6", "6"),
        .init("The answer is not 5.", nil), .init("The answer is 4. The answer is not 5.", "4"),
        .init("The answer is 3 + 4 = 7.", "7"), .init("The answer is 3 + 4", nil),
        .init("The answer is 18 (since 3 * 6 = 18).", "18"), .init("The answer is 18 because 9 + 9 = 18", "18"),
        .init("The answer is 5, where x = 2.", "5"), .init("The answer is (3 + 4) * 2 = 14 apples.", "14"),
        .init("The answer is 5 apples out of 20.", "5"), .init("The answer is 5-6", "5"),
        .init("The answer is 12/25/2020", nil), .init("The answer is 2023-05-12.", nil),
        .init("The answer is May 5, 2023.", nil), .init("The answer is 10:30", nil),
        .init("The answer is version 1.2.3", nil), .init("The answer is 5/0", nil),
        .init("The answer is unknown.", nil),
        .init("He was born 12/25/1990 and has 3 dogs.", "3"), .init("He has 3 dogs since 12/25/1990.", "3"),
        .init("It costs 7 dollars on 2023-05-12 at 10:30.", "7"), .init("I counted 9 on May 5, 2023.", "9"),
        .init("I counted 9 on 5 May 2023.", "9"), .init("There are 4 of model X15 and GPT4.", "4"),
        .init("10 - 3 = 7", "7"), .init("so we get -7", "-7"), .init("5-3 is 2", "2"), .init("a range of 5-3", "3"),
        .init("She has 42.\n\n2. Check the result", "42"), .init("It is 42, see step 3", "42"),
        .init("Total: **$1,050**!", "1050"), .init("no numbers here", nil), .init("", nil),
        .init("The answer is 5. The answer is 6.", "6"),
        .init("The answer is 5. I hope this answer is 1 of the best!", "5"),
        .init("Your answer is 9. My answer is 8.", "8"), .init("The answer is 5. Any answer is welcome.", "5"),
        .init(#"\boxed{2} and then \boxed{3}"#, "3"), .init(#"\boxed{7}. The answer is 8."#, "7"),
        .init(#"put it in \boxed{}: \boxed{9}"#, "9"), .init(#"\boxed{5} not \boxed{}"#, "5"),
        .init("#### Step 4\nIt is 9.", "9"), .init("#### Final Answer\n42", "42"),
        .init("#### 5\nThe answer is 6.", "5"), .init("<think>The answer is 5.</think>The answer is 6.", "6"),
        .init("<think>The answer is 5.", nil), .init("The answer is 5.</think>\n\nIt is 7.", "7"),
        .init("<think>\\boxed{1}</think> <think>\\boxed{2}</think> \\boxed{3}", "3"),
    ]

    @Test(arguments: traps)
    func avoidsTrap(_ row: Extraction) throws {
        #expect(try answer(row.text, .number)?.canonical == row.canonical)
    }

    static let phrases: [Extraction] = [
        .init("**Final Answer:** 5", "5"), .init("**Answer**: 5", "5"), .init("Answer: 5", "5"),
        .init("Answer = 5", "5"), .init("Final answer\n\n5", "5"), .init("### Final Answer\n\n**5**", "5"),
        .init("The final answer is:\n$$\n5\n$$", "5"), .init("The final answer is: \\[ 5 \\]", "5"),
        .init("The answer is $5$ apples.", "5"), .init("The answer is: **5**", "5"),
        .init("the answer is therefore 5", "5"),
        .init("The answer to the question is 5.", "5"), .init("The answer in simplest form is 5", "5"),
        .init("The correct answer would be 5.", "5"), .init("an answer of 5", "5"), .init("THE ANSWER IS 5", "5"),
        .init("The answers are 5", "5"), .init("> **The answer is `5`**", "5"),
        .init("The final answer is $\\boxed{5}$. I hope it is correct.", "5"), .init("(final answer): 5", "5"),
    ]

    @Test(arguments: phrases)
    func findsPhrase(_ row: Extraction) throws {
        #expect(try answer(row.text + " And 9 more words to mislead: 99", .number)?.canonical == row.canonical)
        #expect(try answer("We try 99.\n" + row.text, .number)?.canonical == row.canonical)
    }

    @Test(arguments: [
        ("2.345", 2, "2.35"), ("2.344", 2, "2.34"), ("-2.5", 0, "-3"), ("1/3", 3, "0.333"), ("2/3", 3, "0.667"),
        ("9.999", 2, "10"), ("0.04", 1, "0"), ("0.05", 1, "0.1"), ("1234", 2, "1234"), ("-1/3", 0, "0"),
        ("0.005", 1, "0"),
    ])
    func roundsHalfAwayFromZero(text: String, digits: Int, canonical: String) throws {
        #expect(try answer("The answer is \(text).", .number, digits: digits)?.canonical == canonical)
    }

    @Test(arguments: [
        ("The answer is $1,234.50.", "1,234.50"), ("The answer is 50%", "50%"), ("The answer is 18 apples.", "18"),
        (#"\boxed{\frac{1}{2}}"#, #"\frac{1}{2}"#), ("The answer is 3/6.", "3/6"),
    ])
    func showsTheNumberAsWritten(text: String, display: String) throws {
        #expect(try answer(text, .number)?.display == display)
    }
}
