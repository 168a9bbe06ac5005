/// The graphones of a joint model, by number and by what they read.
struct GraphoneInventory: Sendable, Equatable {
  /// The graphones; the number is the index.
  let graphones: [Graphone]
  /// The most graphemes of a graphone.
  private let longest: Int

  private var graphemeRuns = SequenceIndex()
  private let numbers: [Graphone: Int32]
  /// For each run of graphemes its graphones.
  private var readings: [[Int32]] = []

  /// An inventory of different graphones.
  init(_ graphones: [Graphone]) {
    self.graphones = graphones
    longest = graphones.reduce(0) { max($0, $1.graphemes.count) }
    numbers = Dictionary(
      zip(graphones, graphones.indices.map { Int32($0) }), uniquingKeysWith: { first, _ in first })
    for (number, graphone) in graphones.enumerated() {
      let graphemes = graphone.graphemes.reduce(Int32(0)) { graphemeRuns.insert($0, $1) }
      while readings.count <= Int(graphemes) { readings.append([]) }
      readings[Int(graphemes)].append(Int32(number))
    }
  }

  /// The number of a graphone, if the inventory has it.
  func number(of graphone: Graphone) -> Int32? { numbers[graphone] }

  /// Calls `body` with the number and length of every graphone that reads the graphemes from a place on.
  @inline(__always)
  func forEachReading(
    of graphemes: [Int32], from start: Int, _ body: (_ graphone: Int32, _ graphemes: Int) -> Void
  ) {
    var run: Int32 = 0
    for end in start..<min(start + longest, graphemes.count) {
      run = graphemeRuns.find(run, graphemes[end])
      if run < 0 { return }
      guard Int(run) < readings.count else { continue }
      for graphone in readings[Int(run)] { body(graphone, end + 1 - start) }
    }
  }

  static func == (a: GraphoneInventory, b: GraphoneInventory) -> Bool {
    a.graphones == b.graphones
  }
}
