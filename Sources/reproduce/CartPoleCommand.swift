import ArgumentParser
import CandorExperiments

/// `reproduce cartpole`
struct CartPoleCommand: ExperimentCommand {
  typealias Subject = CartPoleExperiment

  // A run takes minutes, and keeps no state before its end.
  static let continuation =
    "; one that was interrupted begins anew with --resume, and those that are finished stay"

  static let discussion = [
    """
    Runs are called VARIANT/NUMBER, such as concrete/07; variants are \
    \(CartPoleVariant.allCases.map(\.rawValue).joined(separator: ", ")).
    """
  ]

  @OptionGroup var shared: ExperimentOptions
  @OptionGroup var choice: RunChoice
  @Option(help: "How often each variant is run.")
  var seeds: Int?
  @Option(help: "Episodes of a model-free run.")
  var episodes: Int?
  @Option(help: "Episodes of a model-based run.")
  var modelEpisodes: Int?
  @Option(help: "The learning rate of the policy.")
  var learningRate: Double?
  @Option(help: "Returns are compared with those of so many episodes; 0: as the paper does.")
  var baselineEpisodes: Int?
  @OptionGroup var prior: PriorOptions
  @Option(help: "β of the prior of the dynamics.")
  var dynamicsBeta: Double?
  @Option(help: "Updates of the policy in the model after each episode.")
  var modelUpdates: Int?
  @Option(help: "Imagined episodes of each update.")
  var imagined: Int?

  func adjust(_ settings: inout CartPoleSettings) {
    settings.seeds = seeds ?? settings.seeds
    settings.episodes = episodes ?? settings.episodes
    settings.modelEpisodes = modelEpisodes ?? settings.modelEpisodes
    settings.learningRate = learningRate ?? settings.learningRate
    settings.baselineEpisodes = baselineEpisodes ?? settings.baselineEpisodes
    prior.adjust(&settings)
    settings.dynamicsBeta = dynamicsBeta ?? settings.dynamicsBeta
    settings.modelUpdates = modelUpdates ?? settings.modelUpdates
    settings.imagined = imagined ?? settings.imagined
  }
}
