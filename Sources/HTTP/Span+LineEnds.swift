extension Span<UInt8> {
    /// The place of the first LF or CR at or after `start`, or the number of bytes.
    ///
    /// Eight bytes are looked at together, because a stream of events is mostly long lines.
    func lineEnd(from start: Int) -> Int {
        var place = start
        let raw = bytes
        while count - place >= 8 {
            let word = UInt64(littleEndian: raw.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self))
            let ends = word.bytes(equalTo: .lineFeed) | word.bytes(equalTo: .carriageReturn)
            // The first byte stands lowest.
            if ends != 0 { return place + ends.trailingZeroBitCount / 8 }
            place += 8
        }
        while place < count, self[place] != .lineFeed, self[place] != .carriageReturn { place += 1 }
        return place
    }
}

extension UInt64 {
    /// The high bit of each of the eight bytes that is `byte`. Above the lowest one a borrow may set more of them, never
    /// below.
    fileprivate func bytes(equalTo byte: UInt8) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let difference = self ^ (ones &* UInt64(byte))
        return (difference &- ones) & ~difference & 0x8080_8080_8080_8080
    }
}
