import CandorEngine
import TestSupport
import Testing

@Suite struct LearningRateScheduleTests {
  @Test func constant() {
    #expect(LearningRateSchedule.constant.factor(step: 70, of: 100) == 1)
  }

  @Test func cosine() {
    let schedule = LearningRateSchedule.cosine(warmUp: 10, floor: 0.1)
    func factor(_ step: Int) -> Double { schedule.factor(step: step, of: 111) }
    expectClose(factor(0), 0.1, absolute: 1e-12)
    expectClose(factor(4), 0.5, absolute: 1e-12)
    expectClose(factor(9), 1, absolute: 1e-12)
    expectClose(factor(10), 1, absolute: 1e-12)
    expectClose(factor(60), 0.55, absolute: 1e-12)
    expectClose(factor(110), 0.1, absolute: 1e-12)
    expectClose(factor(1000), 0.1, absolute: 1e-12)
    // A warm-up longer than the run, and runs of one step, divide by nothing.
    #expect(LearningRateSchedule.cosine(warmUp: 50, floor: 0).factor(step: 5, of: 6) == 0.12)
    #expect(LearningRateSchedule.cosine(warmUp: 0, floor: 0).factor(step: 0, of: 1) == 1)
  }

  @Test func stepDecay() {
    let schedule = LearningRateSchedule.stepDecay(factor: 0.5, every: 3)
    let factors = (0..<7).map { schedule.factor(step: $0, of: 7) }
    #expect(factors == [1, 1, 1, 0.5, 0.5, 0.5, 0.25])
  }

  @Test func inverseSquareRoot() {
    let schedule = LearningRateSchedule.inverseSquareRoot(warmUp: 4)
    let factors = (0..<16).map { schedule.factor(step: $0, of: 16) }
    expectClose(Array(factors[..<4]), [0.25, 0.5, 0.75, 1], absolute: 1e-12)
    expectClose(factors[15], 0.5, absolute: 1e-12)
  }
}
