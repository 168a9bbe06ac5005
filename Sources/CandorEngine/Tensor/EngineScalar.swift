import RealModule

/// The number types of the engine: `Float` for work, `Double` for checks against finite differences.
public protocol EngineScalar: BinaryFloatingPoint, Real, Sendable, BitwiseCopyable {
  /// The kernels for this number type.
  static var kernels: KernelTable<Self> { get }
}

extension Float: EngineScalar {
  /// The kernels in single precision.
  public static var kernels: KernelTable<Float> { .single }
}

extension Double: EngineScalar {
  /// The kernels in double precision.
  public static var kernels: KernelTable<Double> { .double }
}
