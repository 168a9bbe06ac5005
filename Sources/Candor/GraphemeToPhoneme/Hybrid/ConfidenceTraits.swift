import CandorJoint
import RealModule

/// What traits of words say for and against that their transcription is right, in log-odds.
public struct ConfidenceTraits: Sendable, Equatable {
  // Bits of single precision: with samples, and without.
  private let table: KeyTable

  /// Of so many held-out words and more they are learned: of fewer, letters say more about those words than about others.
  /// Cross-validated, the area under the curve of error detection is greater with them by 0.0007 from 10,000 words, by
  /// 0.0011 from 20,000 and by 0.0018 from 40,000.
  package static let leastWords = 10_000
  /// How much it takes to give a trait a weight. On held-out words 80 to 250 are alike, and 50 is worse.
  static let ridge = 150.0
  /// Traits of fewer words have no weight.
  static let leastOccurrences = 5

  /// The weights of a trait.
  package struct Weights: Equatable {
    package var sampled: Double
    package var deterministic: Double

    package init(sampled: Double = 0, deterministic: Double = 0) {
      (self.sampled, self.deterministic) = (sampled, deterministic)
    }

    subscript(sampled isSampled: Bool) -> Double {
      get { isSampled ? sampled : deterministic }
      set { if isSampled { sampled = newValue } else { deterministic = newValue } }
    }
  }

  package init(_ weights: [UInt32: Weights]) {
    table = KeyTable(
      weights.mapValues { [Float($0.sampled).bitPattern, Float($0.deterministic).bitPattern] },
      columns: 2)
  }

  /// Traits from a bundle's bytes.
  package init(bytes: [UInt8]) throws(ModelBytesError) {
    table = try KeyTable.tables(bytes: bytes, count: 1, columns: 2)[0]
    for row in 0..<table.count {
      for column in 0..<2 where !Float(bitPattern: table[row, column]).isFinite {
        throw ModelBytesError(description: "a weight is not finite")
      }
    }
  }

  var bytes: [UInt8] { table.bytes }

  /// How many traits have a weight.
  public var count: Int { table.count }

  package var weights: [UInt32: Weights] {
    table.rows.mapValues {
      Weights(
        sampled: Double(Float(bitPattern: $0[0])), deterministic: Double(Float(bitPattern: $0[1])))
    }
  }

  /// What traits say together.
  func logOdds(_ traits: [UInt32], sampled: Bool) -> Double {
    traits.reduce(0) { sum, trait in
      table.row(of: trait).map {
        sum + Double(Float(bitPattern: table[$0, sampled ? 0 : 1]))
      } ?? sum
    }
  }
}
