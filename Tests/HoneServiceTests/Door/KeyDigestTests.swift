import Testing

@testable import HoneService

struct KeyDigestTests {
    /// FIPS 180-2, appendix B.1.
    private static let digestOfABC = "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

    @Test func isSHA256() throws {
        #expect(KeyDigest(of: "abc").description == Self.digestOfABC)
        #expect(try KeyDigest(parsing: Self.digestOfABC) == KeyDigest(of: "abc"))
        #expect(try KeyDigest(parsing: "sha256:" + Self.digestOfABC.dropFirst(7).uppercased()) == KeyDigest(of: "abc"))
    }

    @Test(arguments: [
        "", "sha256:", "hone-0123", String(digestOfABC.dropFirst(7)), String(digestOfABC.dropLast()),
        digestOfABC + "0", "sha512:" + digestOfABC.dropFirst(7), digestOfABC.dropLast() + "g",
    ])
    func isWrittenInOneWay(text: String) {
        let error = #expect(throws: KeyConfigurationError.malformedDigest) { try KeyDigest(parsing: text) }
        #expect(error?.description.contains("hone-0123") == false)
    }

    @Test func ofAFreshKeyOpensTheDoor() {
        let key = FreshKey()
        #expect(key.text.hasPrefix("hone-") && key.text.utf8.count == 69)
        #expect(key.text != FreshKey().text)
        let ring = KeyRing([
            ClientKey(name: "other", digest: KeyDigest(of: "x")), ClientKey(name: "mine", digest: key.digest),
        ])
        #expect(ring.key(of: key.text)?.name == "mine")
        #expect(ring.key(of: key.text + " ") == nil)
    }
}
