/// How well an uncertainty finds the items that are wrong.
///
/// Items are ranked by falling uncertainty. Items of equal uncertainty have no order among them;
/// every measure is the expectation over all their orders, or knows only whole runs of them, so that results
/// do not depend on the order of the input. Pass 1 − confidence, an entropy, or a mutual information.
public struct ErrorDetection: Sendable {
  /// N, the number of items.
  public let count: Int
  /// The number of items that are wrong.
  public let errorCount: Int
  /// Runs of equal uncertainty, from the least sure to the most sure.
  private let groups: [(items: Int, errors: Int)]

  /// Ranks the items.
  ///
  /// - Throws: `UncertaintyError` for no items, unequal counts or NaN.
  public init(uncertainties: [Double], wrong: [Bool]) throws(UncertaintyError) {
    try validatePairs(
      uncertainties, what: "uncertainties", in: -Double.infinity...Double.infinity,
      outcomes: wrong.count)
    count = uncertainties.count
    errorCount = wrong.count { $0 }
    let order = uncertainties.indices.sorted { uncertainties[$0] > uncertainties[$1] }
    var groups: [(items: Int, errors: Int)] = []
    var previous = Double.nan
    for index in order {
      if uncertainties[index] != previous { groups.append((0, 0)) }
      previous = uncertainties[index]
      groups[groups.count - 1].items += 1
      groups[groups.count - 1].errors += wrong[index] ? 1 : 0
    }
    self.groups = groups
  }

  /// AUROC, 0…1: the probability that a wrong item is less sure than a right one, ties counting
  /// one half (the Mann-Whitney statistic; Hanley & McNeil 1982). ½ is chance. Nil when all
  /// items are right or all are wrong, where it does not exist.
  public var areaUnderROC: Double? {
    let rightCount = count - errorCount
    guard errorCount > 0, rightCount > 0 else { return nil }
    var errorsAbove = 0
    var pairs = 0.0
    for group in groups {
      let right = Double(group.items - group.errors)
      pairs += right * (Double(errorsAbove) + 0.5 * Double(group.errors))
      errorsAbove += group.errors
    }
    return pairs / (Double(errorCount) * Double(rightCount))
  }

  /// AUPR with errors as the class to find, 0…1: the average precision
  /// Σ_k (R_k − R_(k−1)) P_k over the distinct thresholds (Davis & Goadrich 2006 on why the points
  /// are not joined by lines). The error rate is chance. Nil when nothing is wrong.
  public var areaUnderPrecisionRecall: Double? {
    guard errorCount > 0 else { return nil }
    var items = 0
    var errors = 0
    var sum = 0.0
    for group in groups {
      items += group.items
      errors += group.errors
      sum += Double(group.errors) * Double(errors) / Double(items)
    }
    return sum / Double(errorCount)
  }

  /// One point of the rejection curve: what is left when the least sure items were looked at.
  public struct RejectionPoint: Sendable, Equatable {
    /// The fraction of the items that was reviewed, 0…1.
    public let reviewed: Double
    /// The fraction of all errors among the reviewed items, 0…1; 1 if there are no errors.
    public let errorsFound: Double
    /// The error rate of the items that were not reviewed, 0…1; 0 if all were.
    public let remainingErrorRate: Double
  }

  /// What reviewing the least sure `fraction` of the items finds; the fraction is brought to 0…1.
  public func reviewing(_ fraction: Double) -> RejectionPoint {
    let fraction = fraction >= 0 ? min(fraction, 1) : 0
    let reviewed = fraction * Double(count)
    let found = errorsAmongFirst(reviewed)
    let kept = Double(count) - reviewed
    return RejectionPoint(
      reviewed: fraction,
      errorsFound: errorCount == 0 ? 1 : min(found / Double(errorCount), 1),
      remainingErrorRate: kept <= 0 ? 0 : max(Double(errorCount) - found, 0) / kept)
  }

  /// The rejection curve at `steps` + 1 equal distances from nothing reviewed to everything.
  public func rejectionCurve(steps: Int = 100) -> [RejectionPoint] {
    let steps = max(steps, 1)
    return (0...steps).map { reviewing(Double($0) / Double(steps)) }
  }

  /// AURC, 0…1, lower is better: the mean, over all numbers k of reviewed items from 0 to N − 1,
  /// of the error rate of the rest (Geifman, Uziel & El-Yaniv 2019). An uncertainty that says
  /// nothing has the plain error rate.
  public var areaUnderRiskCoverage: Double {
    var sum = 0.0
    var reviewed = 0
    var found = 0.0
    for group in groups {
      let density = Double(group.errors) / Double(group.items)
      for _ in 0..<group.items {
        sum += (Double(errorCount) - found) / Double(count - reviewed)
        reviewed += 1
        found += density
      }
    }
    return max(sum, 0) / Double(count)
  }

  /// Expected number of errors among the first `number` ranked items, linear within a tie.
  private func errorsAmongFirst(_ number: Double) -> Double {
    var left = number
    var found = 0.0
    for group in groups {
      if left <= 0 { break }
      let share = min(left / Double(group.items), 1)
      found += share * Double(group.errors)
      left -= Double(group.items)
    }
    return found
  }
}
