/// Sample sizes in whole windows of w samples. Pure.
struct SampleSize: Sendable, Hashable {
    /// w, the samples of one window.
    let window: Int
    /// L, the most samples of one question.
    let most: Int

    /// The size before anything is known: one window.
    var initial: Int { min(window, most) }

    /// round(s / w)·w, half to even, at least a window and at most L. The paper's w is 4.
    func rounded(_ size: Double) -> Int {
        min(max(Int((size / Double(window)).rounded(.toNearestOrEven)) * window, window), most)
    }
}
