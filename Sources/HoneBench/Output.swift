import Glibc

/// Writes a line to standard output at once, so that a script that waits for it sees it.
func printLine(_ line: String) {
    print(line)
    fflush(nil)
}
