/// The way to an engine, for calls on whatever thread.
protocol EngineDoor: AnyObject, Sendable {
    /// Hands a command to the engine; false when it takes none any more.
    @discardableResult
    func post(_ command: Command) -> Bool
}
