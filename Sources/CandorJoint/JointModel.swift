/// A joint-sequence model of spelling and pronunciation: an n-gram model over graphones.
///
///     p(word, phones) = Σ over chains of graphones that read both, Π p(graphone | those before)
///
/// Bisani & Ney, "Joint-Sequence Models for Grapheme-to-Phoneme Conversion" (2008). It is learned in seconds, remembers
/// what it has seen word for word, and errs elsewhere than a network does.
public struct JointModel: Sendable, Equatable {
  /// How a joint model is learned.
  public struct Settings: Sendable, Codable, Equatable {
    /// The limits of a graphone.
    public var limits: LinkLimits
    /// Order and pruning.
    public var ngrams: NGramModel.Settings

    /// The defaults.
    public init(limits: LinkLimits = LinkLimits(), ngrams: NGramModel.Settings = .init()) {
      self.limits = limits
      self.ngrams = ngrams
    }
  }

  let inventory: GraphoneInventory
  package let ngrams: NGramModel

  /// The graphones.
  public var graphones: [Graphone] { inventory.graphones }
  /// n-grams kept, and the longest.
  public var ngramCount: Int { ngrams.count }
  /// The order of the n-grams.
  public var order: Int { ngrams.order }

  /// The most graphones of a model.
  static let mostGraphones = 1 << 16 - 1

  /// Learns a model; `nil` where no pronunciation can be aligned.
  public init?(words: [[Int32]], pronunciations: [[Int32]], settings: Settings = Settings()) {
    let aligner = Aligner(words: words, pronunciations: pronunciations, limits: settings.limits)
    let chains = zip(words, pronunciations).compactMap { aligner.align($0, $1) }
    var counts: [Graphone: Int] = [:]
    for chain in chains { for graphone in chain { counts[graphone, default: 0] += 1 } }
    guard !counts.isEmpty else { return nil }
    let frequent = counts.sorted {
      $0.value != $1.value ? $0.value > $1.value : $0.key.precedes($1.key)
    }.prefix(Self.mostGraphones - 1).map(\.key)
    var numbers: [Graphone: Int32] = [:]
    for (number, graphone) in frequent.enumerated() { numbers[graphone] = Int32(number) }
    let sequences = chains.compactMap { chain -> [Int32]? in
      let sequence = chain.compactMap { numbers[$0] }
      return sequence.count == chain.count ? sequence : nil
    }
    self.init(
      inventory: GraphoneInventory(frequent),
      ngrams: NGramModel(
        sequences, symbolCount: frequent.count + 1, settings: settings.ngrams))
  }

  init(inventory: GraphoneInventory, ngrams: NGramModel) {
    self.inventory = inventory
    self.ngrams = ngrams
  }
}

extension Graphone {
  /// An order of graphones that depends on nothing else.
  func precedes(_ other: Graphone) -> Bool {
    graphemes == other.graphemes
      ? phones.lexicographicallyPrecedes(other.phones)
      : graphemes.lexicographicallyPrecedes(other.graphemes)
  }
}
