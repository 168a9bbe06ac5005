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

  /// Named figures on held-out data. An empty dictionary if there are none.
  func validate(_ model: Model, workers: Workers) throws -> [String: Double]
}
