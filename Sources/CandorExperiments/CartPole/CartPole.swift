import CandorEngine
import RealModule

/// A pole on a cart that is pushed left or right (Barto, Sutton & Anderson 1983), with the constants, the Euler steps and
/// the limits of OpenAI Gym's `CartPole-v0`.
///
///     f = ±10 N,   m_c = 1.0 kg,   m_p = 0.1 kg,   l = 0.5 m (half the pole),   g = 9.8 m/s²,   Δt = 0.02 s
///     h  = (f + m_p l θ̇² sin θ) / (m_c + m_p)
///     θ̈ = (g sin θ − h cos θ) / ( l (4/3 − m_p cos² θ / (m_c + m_p)) )
///     ẍ  = h − m_p l θ̈ cos θ / (m_c + m_p)
///
/// Positions and angles move with the velocities from before the step. An episode begins with all four numbers uniform
/// in ±0.05 and ends when |x| > 2.4 m, |θ| > 12°, or after 200 steps; each step is a reward of 1.
public struct CartPole: Sendable {
  /// Position in m, velocity in m/s, angle in radians from upright, angular velocity in radians/s.
  public typealias State = SIMD4<Double>

  /// The number of numbers in a state.
  public static let stateSize = 4
  /// Left and right.
  public static let actionCount = 2
  /// Steps after which an episode ends.
  public static let stepLimit = 200
  /// The mean reward over `solvedEpisodes` episodes at which the task counts as solved.
  public static let solvedReward = 195.0
  /// Episodes that the mean is taken over.
  public static let solvedEpisodes = 100
  /// 12°, in radians.
  public static let angleLimit = 12 * 2 * Double.pi / 360
  /// In metres.
  public static let positionLimit = 2.4

  private var generator: SeededGenerator

  /// - Parameter seed: of the first states
  public init(seed: UInt64) {
    generator = SeededGenerator(seed: seed, purpose: "cart and pole")
  }

  /// The first state of an episode.
  public mutating func reset() -> State {
    State(
      .random(in: -0.05...0.05, using: &generator), .random(in: -0.05...0.05, using: &generator),
      .random(in: -0.05...0.05, using: &generator), .random(in: -0.05...0.05, using: &generator))
  }

  /// The state after one step.
  ///
  /// - Parameter action: 0 pushes to the left, 1 to the right
  public static func step(_ state: State, action: Int) -> State {
    let (cartMass, poleMass, length, gravity, seconds) = (1.0, 0.1, 0.5, 9.8, 0.02)
    let mass = cartMass + poleMass
    let force = action == 1 ? 10.0 : -10.0
    let (sine, cosine) = (Double.sin(state[2]), Double.cos(state[2]))
    let push = (force + poleMass * length * state[3] * state[3] * sine) / mass
    let angular =
      (gravity * sine - push * cosine)
      / (length * (4.0 / 3.0 - poleMass * cosine * cosine / mass))
    let linear = push - poleMass * length * angular * cosine / mass
    return State(
      state[0] + seconds * state[1], state[1] + seconds * linear, state[2] + seconds * state[3],
      state[3] + seconds * angular)
  }

  /// Whether the pole has fallen or the cart has left the track.
  public static func isOver(_ state: State) -> Bool {
    !(abs(state[0]) <= positionLimit && abs(state[2]) <= angleLimit)
  }

  /// After how many episodes the task was solved: the number of episodes up to and with the first 100 in a row whose
  /// mean return is 195 or more; nil if that never was.
  public static func episodesToSolve(_ returns: [Double]) -> Int? {
    var sum = 0.0
    for (index, value) in returns.enumerated() {
      sum += value
      if index >= solvedEpisodes { sum -= returns[index - solvedEpisodes] }
      if index + 1 >= solvedEpisodes, sum >= solvedReward * Double(solvedEpisodes) {
        return index + 1
      }
    }
    return nil
  }
}
