/// A method that draws samples and returns one of them, so that it can return the next best ones as well.
public protocol SamplingMethod: Method {
    /// Whether it asks models for nothing but samples, so that it works as well where they go on with a text that is no
    /// chat: a judge has to be told what to do.
    static var onlySamples: Bool { get }

    /// How many samples it draws at most.
    var mostSamples: Int { get }
}

extension SamplingMethod {
    /// It asks for nothing else.
    public static var onlySamples: Bool { true }
}
