import CandorEngine
import RealModule

/// One run of the paper's grapheme-to-phoneme experiment: what its dropout sites are.
public struct PaperVariant: ExperimentRun {
  /// Where the dropout rates come from.
  public enum Kind: Sendable, Equatable {
    /// Chosen beforehand, the same at every site.
    case fixed(rate: Double)
    /// Learned without any penalty, as the paper's script does.
    case unpenalized
    /// Learned with the penalty of plain coefficients `wr · Σ‖W‖²/(1 − p) − dr · K · H(p)`, as the paper's text says.
    case coefficients(weight: Double, dropout: Double)
    /// Learned with a prior whose β is set from one batch.
    case balanced
  }

  /// Names the run, its folder and its columns.
  public let name: String
  /// What it is, for a table.
  public let title: String
  /// Where the dropout rates come from.
  public let kind: Kind
  /// The paper's average Hamming distance on the validation words after 100 epochs, read off its figure.
  public let published: Double?

  /// Every run, in the order of the table.
  public static let all: [PaperVariant] =
    zip([0.0, 0.1, 0.2, 0.3, 0.4], [0.95, 0.82, 0.86, 0.95, 1.05]).map { rate, published in
      PaperVariant(
        name: "fixed-\(rate)", title: "fixed rate \(rate)", kind: .fixed(rate: rate),
        published: published)
    } + [
      PaperVariant(
        name: "concrete-script", title: "Concrete, the paper's script: no penalty",
        kind: .unpenalized, published: 0.96)
    ]
    + [("1e-4", 1e-4), ("1", 1.0), ("100", 100.0)].map { text, dropout in
      PaperVariant(
        name: "concrete-text-\(text)",
        title: "Concrete, the paper's text: wr 1e-4, dr \(text)",
        kind: .coefficients(weight: 1e-4, dropout: dropout), published: nil)
    } + [
      PaperVariant(
        name: "concrete-ours", title: "Concrete, ours: β from one batch", kind: .balanced,
        published: nil)
    ]

  /// Whether rates are learned.
  public var isConcrete: Bool {
    if case .fixed = kind { false } else { true }
  }

  /// Where the paper's scripts let a learned rate begin: anywhere between 0.05 and 0.5, uniform in the logit.
  static func initialRate(using generator: inout SeededGenerator) -> Double {
    let lowest = -Double.log(19)  // the logit of 0.05; that of 0.5 is 0
    let logit = Double.random(in: lowest...0, using: &generator)
    return 1 / (1 + Double.exp(-logit))
  }

  /// The dropout sites. Learned rates of the paper's kinds begin where its script lets them begin, ours at 0.1.
  func sites(count: Int, prior: Prior?, seed: UInt64) -> [DropoutChoice] {
    var generator = SeededGenerator(seed: seed, purpose: "initial dropout rates")
    return (0..<count).map { _ in
      let initialRate = Self.initialRate(using: &generator)
      return switch kind {
      case .fixed(let rate): rate == 0 ? .none : .fixed(rate: rate)
      case .unpenalized, .coefficients: .concrete(initialRate: initialRate, prior: prior)
      case .balanced: .concrete(initialRate: 0.1, prior: prior)
      }
    }
  }
}
