import HTTPTypes

extension HTTPField.Name {
    /// Names the method for a chat request.
    static let honeMethod = HTTPField.Name("Hone-Method")!
    /// The identifier of the run that made an answer.
    static let honeRun = HTTPField.Name("Hone-Run")!
}
