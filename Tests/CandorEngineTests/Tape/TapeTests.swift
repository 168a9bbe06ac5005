import CandorEngine
import TestSupport
import Testing

@Suite struct TapeTests {
  @Test func gradientsHaveTheShapesOfWhatTheyBelongTo() {
    struct Model: Module {
      var weight = Parameter<Double>(GradientCheck.random([2, 3]))
      mutating func visitParameters(_ visitor: ParameterVisitor<Double>) {
        visitor.visit("weight", &weight)
      }
    }
    let model = Model()
    let context = Context<Double>(mode: .training)
    let input = context.input(Tensor(zeros: [2, 3]))
    let sum = context.add(
      input.reshaped([6]), context.variable(model.weight).reshaped([6]))
    #expect(context.gradients(of: sum, for: [input])[0]?.shape == [2, 3])
    let again = Context<Double>(mode: .training)
    let total = again.sum(
      again.add(again.variable(model.weight).reshaped([6]), Variable(sum.value)))
    let gradient = again.gradients(of: total)[model.weight]
    #expect(gradient?.shape == [2, 3])
    #expect(gradient?.scalars == Array(repeating: 1, count: 6))
  }

  @Test func gradientsFlowThroughEveryPathOnce() {
    // A ladder in which each rung uses the one before twice: 2^10 paths.
    let context = Context<Double>(mode: .training)
    let input = context.input(Tensor(3))
    var rung = input
    for _ in 0..<10 { rung = context.add(rung, rung) }
    #expect(rung.value.item == 3072)
    #expect(context.gradients(of: rung, for: [input])[0]?.item == 1024)
  }

  @Test func unusedAndConstantValuesGetNone() {
    let context = Context<Double>(mode: .training)
    let (a, b) = (context.input(Tensor(1)), context.input(Tensor(2)))
    _ = context.tanh(b)
    let loss = context.scale(a, by: 2)
    let gradients = context.gradients(of: loss, for: [a, b, Variable(Tensor(3))])
    #expect(gradients[0]?.item == 2)
    #expect(gradients[1] == nil && gradients[2] == nil)
  }

  @Test func onlyTrainingRecords() {
    for mode in [Mode.sampling, .deterministic] {
      let context = Context<Double>(mode: mode)
      let a = context.input(Tensor(1))
      #expect(context.gradients(of: context.scale(a, by: 2), for: [a])[0] == nil)
      let recording = Context<Double>(mode: mode, recordsGradients: true)
      let b = recording.input(Tensor(1))
      #expect(recording.gradients(of: recording.scale(b, by: 2), for: [b])[0]?.item == 2)
    }
  }
}
