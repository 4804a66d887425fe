import Refinement
import Testing

struct MathAnswerTests {
    static let spellings: [Extraction] = [
        .init(#"\boxed{\frac{1}{2}}"#, "0.5"), .init(#"\boxed{\frac12}"#, "0.5"), .init(#"\boxed{0.5}"#, "0.5"),
        .init(#"\boxed{.5}"#, "0.5"), .init(#"\boxed{1/2}"#, "0.5"), .init(#"\boxed{\tfrac{1}{2}}"#, "0.5"),
        .init(#"\boxed{\dfrac 1 2}"#, "0.5"), .init(#"\boxed{-\frac{2}{6}}"#, "-1/3"),
        .init(#"\boxed{3\frac{1}{2}}"#, "3.5"), .init(#"\boxed{10\%}"#, "10"), .init(#"\boxed{\$10}"#, "10"),
        .init(#"\boxed{90^\circ}"#, "90"), .init(#"\boxed{90^{\circ}}"#, "90"), .init("\\boxed{90°}", "90"),
        .init(#"\boxed{5\text{ cm}}"#, "5"), .init(#"\boxed{5\ \mathrm{cm}^2}"#, "5"),
        .init(#"\boxed{1{,}000}"#, "1000"),
        .init(#"\boxed{1,\!000}"#, "1000"), .init(#"\boxed{x=5}"#, "5"), .init(#"\boxed{k = \frac{1}{4}}"#, "0.25"),
        .init(#"\boxed{\sqrt3}"#, #"\sqrt{3}"#), .init(#"\boxed{\sqrt 3}"#, #"\sqrt{3}"#),
        .init(#"\boxed{\sqrt{3}}"#, #"\sqrt{3}"#), .init("\\boxed{√3}", #"\sqrt{3}"#),
        .init("\\boxed{sqrt(3)}", #"\sqrt{3}"#),
        .init(#"\boxed{2\sqrt{3}}"#, #"2\sqrt{3}"#), .init(#"\boxed{ 2 \sqrt {3} }"#, #"2\sqrt{3}"#),
        .init(#"\boxed{\frac{\sqrt{3}}{2}}"#, #"\frac{\sqrt{3}}{2}"#),
        .init(#"\boxed{\dfrac{\sqrt3}2}"#, #"\frac{\sqrt{3}}{2}"#),
        .init(#"\boxed{\sqrt[3]{2}}"#, #"\sqrt[3]{2}"#), .init(#"\boxed{x^{2}+1}"#, "x^2+1"),
        .init(#"\boxed{x^2 + 1}"#, "x^2+1"),
        .init(#"\boxed{\left( 1, 2 \right)}"#, "(1,2)"), .init(#"\boxed{(1,2)}"#, "(1,2)"),
        .init(#"\boxed{(\frac12, 0.50)}"#, "(0.5,0.5)"),
        .init(#"\boxed{[0, 1)}"#, "[0,1)"), .init(#"\boxed{\left[0,1\right)}"#, "[0,1)"),
        .init(#"\boxed{(-\infty, 2] \cup [3,\infty)}"#, #"(-\infty,2]\cup [3,\infty)"#),
        .init(#"\boxed{x \in [0,1]}"#, "[0,1]"), .init(#"\boxed{\{3, 1, 2\}}"#, #"\{1,2,3\}"#),
        .init(#"\boxed{\{1,2,2,3\}}"#, #"\{1,2,3\}"#),
        .init(#"\boxed{\left\{ \frac{1}{2}, 1 \right\}}"#, #"\{0.5,1\}"#),
        .init(#"\boxed{1, 2, 3}"#, "1,2,3"), .init(#"\boxed{1\text{ and }2}"#, "1,2"), .init(#"\boxed{(5)}"#, "5"),
        .init(#"\boxed{\pi}"#, #"\pi"#), .init("\\boxed{π}", #"\pi"#), .init(#"\boxed{2 \cdot \pi}"#, #"2*\pi"#),
        .init(#"\boxed{a/b}"#, #"\frac{a}{b}"#), .init(#"\boxed{\frac{a}{b}}"#, #"\frac{a}{b}"#),
        .init(#"\boxed{x \leq 5}"#, #"x\le5"#), .init(#"\boxed{x\le 5}"#, #"x\le5"#),
        .init(#"\boxed{\text{Monday}}"#, "monday"), .init(#"\boxed{\text{(C)}}"#, "c"),
        .init(#"\boxed{\textbf{(C)}}"#, "c"),
        .init(#"\boxed{C}"#, "c"), .init(#"\boxed{\text{even}}"#, "even"), .init(#"\boxed{2x+1}"#, "2x+1"),
        .init(#"The answer is $\frac{1}{2}$."#, "0.5"), .init(#"The answer is \(\sqrt{2}\)."#, #"\sqrt{2}"#),
        .init(#"The answer is 12 apples in the basket."#, "12"), .init(#"The answer is (3, 4)."#, "(3,4)"),
        .init(#"The answer is the point $(3,4)$."#, "(3,4)"), .init("The answer is Monday.", "monday"),
        .init(#"Thus $x = \frac{\sqrt{2}}{2}$."#, #"\frac{\sqrt{2}}{2}"#), .init("Thus there are 15 ways.", "15"),
        .init(#"\[ \boxed{ \begin{pmatrix} 1 \\ 2 \end{pmatrix} } \]"#, #"\begin{pmatrix}1\\2\end{pmatrix}"#),
        .init(#"\boxed{\boxed{4}}"#, "4"), .init(#"\boxed{f(x) = x^2}"#, "f(x)=x^2"),
        .init(#"\boxed{2^{10}}"#, "2^{10}"),
        .init(#"\boxed{unclosed"#, nil), .init(#"\boxed{ }"#, nil),
    ]

    @Test(arguments: spellings)
    func readsSpelling(_ row: Extraction) throws {
        #expect(try answer(row.text, .math)?.canonical == row.canonical)
    }

    @Test func knowsNumbersFromOtherMathematics() throws {
        #expect(try answer(#"\boxed{\frac12}"#, .math)?.kind == .number)
        #expect(try answer(#"\boxed{\sqrt2}"#, .math)?.kind == .math)
        #expect(try answer(#"\boxed{\text{even}}"#, .math)?.kind == .text)
    }

    @Test func showsTheSource() throws {
        #expect(try answer(#"\boxed{\dfrac{1}{2}}"#, .math)?.display == #"\dfrac{1}{2}"#)
        #expect(try answer(#"The answer is $2\sqrt3$."#, .math)?.display == #"2\sqrt3"#)
    }
}
