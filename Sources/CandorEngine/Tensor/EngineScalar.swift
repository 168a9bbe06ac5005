import RealModule

/// The number types of the engine: `Float` for work, `Double` for checks against finite differences.
public protocol EngineScalar: BinaryFloatingPoint, Real, Sendable, BitwiseCopyable {
  /// The kernels for this number type.
  static var kernelBox: KernelTableBox<Self> { get }
}

extension EngineScalar {
  static var kernels: KernelTable<Self> {
    @inline(__always) get { kernelBox.table }
  }
}

extension Float: EngineScalar {
  /// The kernels in single precision.
  public static let kernelBox = KernelTableBox<Float>(.single)
}

extension Double: EngineScalar {
  /// The kernels in double precision.
  public static let kernelBox = KernelTableBox<Double>(.double)
}
