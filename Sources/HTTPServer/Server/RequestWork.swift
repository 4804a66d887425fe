/// What there is to do for one request.
///
/// An object rather than a closure: calling it costs no change of executor.
protocol RequestWork: AnyObject, Sendable {
    func run() async
}
