/// What a trainer needs to know about data and loss.
public protocol TrainingTask<Model> {
  /// The model that is trained.
  associatedtype Model: Module

  /// The batches of an epoch, as indices of examples: a pure function of the epoch, with equally many batches in
  /// every one. `LengthBatching` makes such batches.
  func batches(epoch: Int) -> [[Int]]

  /// The loss, a mean over the examples, without penalties: the trainer adds those that layers register.
  func loss(
    of model: Model, on indices: [Int], in context: Context<Model.Scalar>
  ) throws -> Variable<Model.Scalar>

  /// A hash of what decides the loss beside the batches, so that a training cannot go on with another; 0 for nothing.
  var fingerprint: UInt64 { get }

  /// Named figures on held-out data. An empty dictionary if there are none.
  func validate(_ model: Model, workers: Workers) throws -> [String: Double]
}

extension TrainingTask {
  /// Nothing beside the batches.
  public var fingerprint: UInt64 { 0 }
}
