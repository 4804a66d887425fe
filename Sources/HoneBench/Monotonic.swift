import Glibc

/// Moments in nanoseconds of CLOCK_MONOTONIC, which is the same in every process of a machine.
enum Monotonic {
    static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
