/// The graphones of a joint model, by number and by what they read.
struct GraphoneInventory: Sendable, Equatable {
  /// The graphones; the number is the index.
  let graphones: [Graphone]
  /// The most graphemes of a graphone.
  let mostGraphemes: Int
  /// The most phones of a graphone.
  let mostPhones: Int

  private var graphemeRuns = SequenceIndex()
  private var phoneRuns = SequenceIndex()
  /// The graphones, as runs of graphemes and of phones.
  private var pairs = PairIndex()
  /// For each run of graphemes its graphones.
  private(set) var readings: [[Int32]] = []
  /// The place of each graphone among those of its graphemes.
  private(set) var ranks: [Int] = []

  /// An inventory of different graphones.
  init(_ graphones: [Graphone]) {
    self.graphones = graphones
    mostGraphemes = graphones.reduce(0) { max($0, $1.graphemes.count) }
    mostPhones = graphones.reduce(0) { max($0, $1.phones.count) }
    for graphone in graphones {
      let graphemes = graphone.graphemes.reduce(0) { graphemeRuns.insert($0, $1) }
      let phones = graphone.phones.reduce(0) { phoneRuns.insert($0, $1) }
      while readings.count < graphemeRuns.sequences.count { readings.append([]) }
      ranks.append(readings[Int(graphemes)].count)
      readings[Int(graphemes)].append(pairs.insert(graphemes, phones))
    }
  }

  /// The number of a graphone, if the inventory has it.
  func number(of graphone: Graphone) -> Int32? {
    let number = number(
      graphone.graphemes.reduce(0) { graphemeRuns.find($0, $1) },
      graphone.phones.reduce(0) { phoneRuns.find($0, $1) })
    return number < 0 ? nil : number
  }

  /// The number of the graphone of two runs, or −1.
  @inline(__always)
  func number(_ graphemes: Int32, _ phones: Int32) -> Int32 { pairs.find(graphemes, phones) }

  /// The runs of a word: at `place · mostGraphemes + count − 1` the one of so many graphemes from a place on, or −1.
  func runs(ofGraphemes graphemes: [Int32]) -> [Int32] {
    graphemeRuns.runs(of: graphemes, upTo: mostGraphemes)
  }

  /// The runs of a pronunciation: at `place · mostPhones + count − 1` the one of so many phones from a place on, or −1.
  func runs(ofPhones phones: [Int32]) -> [Int32] { phoneRuns.runs(of: phones, upTo: mostPhones) }

  static func == (a: GraphoneInventory, b: GraphoneInventory) -> Bool {
    a.graphones == b.graphones
  }
}
