import Candor
import CandorEngine
import CandorExperiments
import TestSupport
import Testing

@Suite struct PooledEncoderDecoderTests {
  typealias Network = PooledEncoderDecoder<Double>

  static func sizes() -> PooledEncoderDecoderConfiguration {
    var sizes = PooledEncoderDecoderConfiguration(graphemes: 7, phones: 5)
    sizes.features = 6
    return sizes
  }

  static func network(_ choice: DropoutChoice) -> Network {
    Network(sizes(), dropout: Array(repeating: choice, count: 5), seed: 3)
  }

  static let concrete = DropoutChoice.concrete(
    initialRate: 0.2, prior: Prior(lengthScale: 0.5, dataCount: 10, beta: 2))
  static let sources: [[Int32]] = [[1, 2, 3, 4], [5], [6, 6, 1]]
  static let targets: [[Int32]] = [[1, 2, 0], [3, 0], [4, 4, 4, 1, 0]]

  static func loss(_ network: Network, _ rows: [Int], _ context: Context<Double>) -> Variable<
    Double
  > {
    network.loss(
      graphemes: SymbolBatch(rows.map { sources[$0] }),
      phones: SymbolBatch(rows.map { targets[$0] }), in: context)
  }

  @Test func visitsEveryParameter() {
    ParameterAudit.expectComplete(Self.network(Self.concrete))
    ParameterAudit.expectComplete(Self.network(.fixed(rate: 0.1)))
  }

  @Test func hasThePapersSizes() {
    let network = PooledEncoderDecoder<Float>(
      PooledEncoderDecoderConfiguration(graphemes: 30, phones: 40),
      dropout: Array(repeating: .none, count: 5), seed: 1)
    let lstm = 400 * 100 + 400 * 100 + 400
    #expect(network.parameterCount == 30 * 100 + 5 * (lstm + 200) + 40 * 100 + 40)
    #expect(
      network.dropoutRates.map(\.name)
        == ["encoder.0", "encoder.1", "encoder.2", "decoder.0", "decoder.1"])
  }

  @Test func sumsOverPhonesAndAveragesOverWords() {
    // Without a decided output layer every phone costs about ln 5, and the words have 3, 2 and 5 symbols.
    var network = Self.network(.none)
    network.updateParameters { path, parameter in
      if path.hasPrefix("output") {
        parameter.value = Tensor(zeros: parameter.value.shape)
      }
    }
    let loss = Self.loss(network, [0, 1, 2], Context(mode: .deterministic)).value.item
    #expect(abs(loss - 10.0 / 3 * 1.6094379124341003) < 1e-9)
  }

  @Test func doesNotSeePadding() {
    let network = Self.network(Self.concrete)
    let together = Self.loss(network, [0, 1, 2], Context(mode: .deterministic)).value.item
    let alone = (0..<3).map {
      Self.loss(network, [$0], Context(mode: .deterministic)).value.item
    }
    #expect(abs(together - alone.reduce(0, +) / 3) < 1e-12)
    #expect(Set(alone).count == 3)
  }

  @Test func gradientsReachEveryParameterAndMatchDifferences() throws {
    let network = Self.network(Self.concrete)
    let context = Context<Double>(mode: .training, seed: 5)
    let objective = context.objective(Self.loss(network, [0, 1, 2], context))
    #expect(context.penalties.count == 5)
    let gradients = try context.gradients(of: objective, for: network)

    func value(_ network: Network) -> Double {
      let context = Context<Double>(mode: .training, seed: 5)
      return context.objective(Self.loss(network, [0, 1, 2], context)).value.item
    }
    let step = 1e-5
    for (path, parameter) in network.parameters where parameter.isTrainable {
      guard let gradient = gradients[parameter] else { continue }
      let index = parameter.value.count / 2
      func moved(_ by: Double) -> Network {
        var copy = network
        copy.updateParameters { other, parameter in
          if other == path { parameter.value.withUnsafeMutableElements { $0[index] += by } }
        }
        return copy
      }
      let difference = (value(moved(step)) - value(moved(-step))) / (2 * step)
      let found = gradient.scalars[index]
      #expect(
        abs(found - difference) < 1e-6 + 1e-5 * abs(difference), "\(path): \(found), \(difference)")
    }
  }

  @Test func masksAreDrawnAnewForEachStepUnlessTied() {
    var tied = Self.sizes()
    tied.sharing = .acrossTime
    let choice = Array(repeating: DropoutChoice.fixed(rate: 0.5), count: 5)
    func loss(_ sizes: PooledEncoderDecoderConfiguration) -> Double {
      Self.loss(
        Network(sizes, dropout: choice, seed: 3), [0, 1, 2], Context(mode: .sampling, seed: 8)
      ).value.item
    }
    #expect(loss(tied) != loss(Self.sizes()))
    #expect(loss(tied) == loss(tied))
  }

  @Test func weightsDoNotDependOnTheDropout() {
    let plain = Self.network(.none).parameters
    let concrete = Self.network(Self.concrete).parameters.filter {
      $0.parameter.role != .dropoutLogit
    }
    #expect(plain.map(\.path) == concrete.map(\.path))
    #expect(
      zip(plain, concrete).allSatisfy { $0.parameter.value.scalars == $1.parameter.value.scalars })
  }
}

@Suite struct PriorBalanceTests {
  @Test func entropyCapacityIsTheShareOfTheLoss() {
    let prior = Prior.balanced(
      loss: 25, fraction: 0.02, inputCounts: [100, 100, 50], dataCount: 90_000)
    let capacity = 250 * 0.6931471805599453 * prior.beta / 90_000
    #expect(abs(capacity - 0.5) < 1e-12)
    #expect(prior.dataCount == 90_000)
  }

  @Test func coefficientDoesNotDependOnTheNumberOfExamples() {
    let priors = [100, 1_000_000].map {
      Prior.balanced(loss: 10, inputCounts: [8], dataCount: $0).dropoutRegularizer
    }
    #expect(abs(priors[0] - priors[1]) < 1e-15)
  }
}
