/// The graphones that can be read at each place of a word, and last the boundary.
struct Readings {
  /// The graphones of so many graphemes at a place.
  struct Run {
    /// The number of the graphemes as a run.
    let number: Int32
    /// Where the run's graphones are among those of the place.
    let places: Range<Int>
  }

  /// The symbols place by place, at each those of the fewest graphemes first.
  private(set) var symbols: [Int32] = []
  /// Where the symbols of each place start, and the end of all.
  private(set) var starts = [0]
  /// The runs place by place.
  private(set) var runs: [Run] = []
  /// The most runs of a place.
  let mostGraphemes: Int

  init(of graphemes: [Int32], in inventory: GraphoneInventory, boundary: Int32) {
    mostGraphemes = inventory.mostGraphemes
    let numbers = inventory.runs(ofGraphemes: graphemes)
    symbols.reserveCapacity(32 * numbers.count)
    runs.reserveCapacity(numbers.count)
    for place in graphemes.indices {
      let start = symbols.count
      for number in numbers[place * mostGraphemes..<(place + 1) * mostGraphemes] {
        let first = symbols.count - start
        if number >= 0 { symbols += inventory.readings[Int(number)] }
        runs.append(Run(number: number, places: first..<symbols.count - start))
      }
      starts.append(symbols.count)
    }
    symbols.append(boundary)
    starts.append(symbols.count)
  }

  /// The number of graphemes.
  var count: Int { starts.count - 2 }

  /// The runs at a place, by length.
  func runs(at place: Int) -> ArraySlice<Run> {
    runs[place * mostGraphemes..<(place + 1) * mostGraphemes]
  }
}
