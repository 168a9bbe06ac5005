import ArgumentParser
import CandorExperiments

/// `reproduce cartpole`
struct CartPoleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cartpole",
    abstract: "Cart and pole: policy gradient with and without dropout, and a learned model.",
    discussion: """
      \(ExperimentOptions.discussion)

      Runs are called VARIANT/NUMBER, such as concrete/07; variants are \
      \(CartPoleVariant.allCases.map(\.rawValue).joined(separator: ", ")).
      """)

  @OptionGroup var shared: ExperimentOptions
  @Option(help: "How often each variant is run.")
  var seeds: Int?
  @Option(help: "Episodes of a model-free run.")
  var episodes: Int?
  @Option(help: "Episodes of a model-based run.")
  var modelEpisodes: Int?
  @Option(help: "The learning rate of the policy.")
  var learningRate: Double?
  @Option(help: "ℓ, the length scale of the priors.")
  var lengthScale: Double?
  @Option(help: "β of the priors: 1 is the evidence lower bound.")
  var beta: Double?
  @Option(help: "Updates of the policy in the model after each episode.")
  var modelUpdates: Int?
  @Option(help: "Imagined episodes of each update.")
  var imagined: Int?

  func validate() throws {
    try ExperimentOptions.checking {
      try settings.validate()
      _ = try CartPoleExperiment.select(shared.only, from: CartPoleRun.all(seeds: settings.seeds))
    }
  }

  private var settings: CartPoleSettings {
    var settings = CartPoleSettings(shared.scale)
    settings.seed = shared.seed ?? settings.seed
    settings.seeds = seeds ?? settings.seeds
    settings.episodes = episodes ?? settings.episodes
    settings.modelEpisodes = modelEpisodes ?? settings.modelEpisodes
    settings.learningRate = learningRate ?? settings.learningRate
    settings.lengthScale = lengthScale ?? settings.lengthScale
    settings.beta = beta ?? settings.beta
    settings.modelUpdates = modelUpdates ?? settings.modelUpdates
    settings.imagined = imagined ?? settings.imagined
    return settings
  }

  func run() throws {
    try shared.execute(runs: CartPoleRun.all(seeds: settings.seeds)) {
      try CartPoleExperiment(settings: settings, runs: $0, environment: $1)
    }
  }
}
