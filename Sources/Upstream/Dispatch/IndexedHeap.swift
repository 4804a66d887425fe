/// A binary heap that knows where each element is, so that one can leave, or change its rank, at any time.
struct IndexedHeap<Element: Hashable, Rank: Comparable> {
    private var entries: [(element: Element, rank: Rank)] = []
    private var places: [Element: Int] = [:]

    /// How many elements there are.
    var count: Int { entries.count }
    /// Whether there is none.
    var isEmpty: Bool { entries.isEmpty }
    /// The element of the lowest rank.
    var first: Element? { entries.first?.element }
    /// The lowest rank.
    var firstRank: Rank? { entries.first?.rank }

    /// The rank of an element, if it is there.
    func rank(of element: Element) -> Rank? { isEmpty ? nil : places[element].map { entries[$0].rank } }

    /// Adds an element, or changes the rank of one that is there.
    mutating func set(_ element: Element, to rank: Rank) {
        if let place = places[element] {
            entries[place].rank = rank
            settle(place)
        } else {
            places[element] = entries.count
            entries.append((element, rank))
            siftUp(entries.count - 1)
        }
    }

    /// Takes an element out, if it is there.
    mutating func remove(_ element: Element) {
        guard !entries.isEmpty, let place = places.removeValue(forKey: element) else { return }
        let last = entries.removeLast()
        guard place < entries.count else { return }
        entries[place] = last
        places[last.element] = place
        settle(place)
    }

    private mutating func settle(_ place: Int) { siftDown(siftUp(place)) }

    @discardableResult
    private mutating func siftUp(_ start: Int) -> Int {
        var place = start
        while place > 0, entries[place].rank < entries[(place - 1) / 2].rank {
            exchange(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
        return place
    }

    private mutating func siftDown(_ start: Int) {
        var place = start
        while true {
            let children = 2 * place + 1..<min(2 * place + 3, max(entries.count, 2 * place + 1))
            guard let least = children.min(by: { entries[$0].rank < entries[$1].rank }),
                entries[least].rank < entries[place].rank
            else { return }
            exchange(place, least)
            place = least
        }
    }

    private mutating func exchange(_ one: Int, _ other: Int) {
        entries.swapAt(one, other)
        places[entries[one].element] = one
        places[entries[other].element] = other
    }
}
