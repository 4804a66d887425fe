import ArgumentParser
import HoneService

/// `hone key`: keys for clients.
struct KeyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key", abstract: "Make a new key for a client, or the digest of one.",
        discussion: """
            Prints a new random key, which is shown this once and goes to the client, and below it the digest that goes \
            into the configuration: from it nobody can find the key.
            """)

    @Flag(help: "Read a key from standard input and print its digest only.")
    var hash = false

    func run() throws {
        guard hash else {
            let key = FreshKey()
            printLine(key.text)
            return printLine("\(key.digest)")
        }
        guard let key = readLine(), !key.isEmpty else {
            throw CommandFailure("No key came from standard input.")
        }
        guard key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            throw CommandFailure("A key is of visible ASCII characters, without spaces.")
        }
        printLine("\(KeyDigest(of: key))")
    }
}
