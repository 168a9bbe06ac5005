import Synchronization

/// A dense array of numbers with a shape, row-major: the last index varies fastest.
///
/// A value: copies share memory until one of them is written to. Sequences are time-major, `[T, B, D]`, so that
/// the rows of one time step lie together. Images have their channels last, `[B, H, W, C]`: whatever works on features
/// works on channels.
public struct Tensor<Scalar: EngineScalar>: Sendable {
  /// The size of each axis. A scalar has no axes.
  public let shape: [Int]
  /// The number of elements.
  public let count: Int
  private var storage: TensorStorage<Scalar>

  /// A tensor whose elements are not yet set; for operations that write every element.
  package init(uninitialized shape: [Int]) {
    precondition(shape.allSatisfy { $0 >= 0 }, "Tensor: negative size in shape \(shape)")
    self.shape = shape
    count = shape.reduce(1, *)
    storage = TensorStorage(count: count)
  }

  /// A tensor of one repeated value.
  public init(shape: [Int], repeating value: Scalar) {
    self.init(uninitialized: shape)
    storage.pointer.update(repeating: value, count: count)
  }

  /// A tensor of zeros.
  public init(zeros shape: [Int]) {
    self.init(uninitialized: shape)
    storage.pointer.setToZero(count: count)
  }

  /// A tensor of the given elements, row by row.
  public init(shape: [Int], _ scalars: [Scalar]) {
    self.init(uninitialized: shape)
    precondition(
      scalars.count == count, "Tensor: \(scalars.count) elements for the shape \(shape)")
    scalars.withUnsafeBufferPointer { source in
      if let base = source.baseAddress { storage.pointer.update(from: base, count: count) }
    }
  }

  /// A scalar: a tensor without axes.
  public init(_ scalar: Scalar) {
    self.init(shape: [], repeating: scalar)
  }

  /// A matrix whose elements are computed from these when they are first read.
  init(_ panels: BytePanels) where Scalar == Float {
    shape = panels.shape
    count = panels.count
    storage = TensorStorage(panels)
  }

  /// What the elements were rounded to, if they were and have not been changed since.
  var bytePanels: BytePanels? { storage.panels?.shape == shape ? storage.panels : nil }

  /// The elements, row by row.
  public var scalars: [Scalar] {
    withUnsafeElements { Array($0) }
  }

  /// The only element.
  public var item: Scalar {
    precondition(count == 1, "Tensor.item: shape \(shape) has \(count) elements")
    return withUnsafeElements { $0[0] }
  }

  /// The same elements under another shape of equal size.
  public func reshaped(_ shape: [Int]) -> Tensor {
    Tensor(sharing: storage, shape: shape, count: count)
  }

  private init(sharing storage: TensorStorage<Scalar>, shape: [Int], count: Int) {
    precondition(
      shape.reduce(1, *) == count, "Tensor.reshaped: \(count) elements do not fit \(shape)")
    self.shape = shape
    self.count = count
    self.storage = storage
  }

  /// Reads the elements where they lie.
  public func withUnsafeElements<Result>(
    _ body: (UnsafeBufferPointer<Scalar>) throws -> Result
  ) rethrows -> Result {
    try withExtendedLifetime(storage) {
      try body(UnsafeBufferPointer(start: storage.pointer, count: count))
    }
  }

  /// Writes the elements where they lie, after a copy if another tensor shares them.
  public mutating func withUnsafeMutableElements<Result>(
    _ body: (UnsafeMutableBufferPointer<Scalar>) throws -> Result
  ) rethrows -> Result {
    makeUnique()
    return try withExtendedLifetime(storage) {
      try body(UnsafeMutableBufferPointer(start: storage.pointer, count: count))
    }
  }

  private mutating func makeUnique() {
    guard storage.panels != nil || !isKnownUniquelyReferenced(&storage) else { return }
    let copy = TensorStorage<Scalar>(count: count)
    copy.pointer.update(from: storage.pointer, count: count)
    storage = copy
  }

  /// Tells apart what does not share memory; only while the tensor is kept.
  var storageIdentity: ObjectIdentifier { ObjectIdentifier(storage) }

  /// The address of the elements, for operations: valid while the tensor is kept alive (`keepAlive`).
  var pointer: UnsafePointer<Scalar> { UnsafePointer(storage.pointer) }

  /// The address to write to, for an operation that has just made the tensor and shares it with nobody.
  var freshPointer: UnsafeMutablePointer<Scalar> { storage.pointer }

  /// The address to write to, after a copy if another tensor shares the elements.
  var mutablePointer: UnsafeMutablePointer<Scalar> {
    mutating get {
      makeUnique()
      return storage.pointer
    }
  }

  /// Whether no element is beyond ± `limit`, and each is a number.
  @specialized(where Scalar == Float)
  package func isWithin(_ limit: Scalar) -> Bool {
    if let panels = bytePanels {
      // Not read: an element is at most 128 times the scale of its row.
      return panels.rowScales.allSatisfy { abs(Scalar($0)) <= limit / 128 }
    }
    return withUnsafeElements { elements in
      // A cold start waits for this: no branch on each element.
      var isWithin = true
      for element in elements { isWithin = isWithin && abs(element) <= limit }
      return isWithin
    }
  }

  /// The elements in another precision, or the tensor itself.
  public func converted<Other: EngineScalar>(to type: Other.Type) -> Tensor<Other> {
    if let same = self as? Tensor<Other> { return same }
    return Tensor<Other>(shape: shape, scalars.map { Other($0) })
  }
}

/// Holds a value until here, so that addresses taken from it stay valid.
@inline(__always)
func keepAlive<A>(_ a: A) { withExtendedLifetime(a) {} }

/// Holds two values until here.
@inline(__always)
func keepAlive<A, B>(_ a: A, _ b: B) {
  keepAlive(a)
  keepAlive(b)
}

/// Holds three values until here.
@inline(__always)
func keepAlive<A, B, C>(_ a: A, _ b: B, _ c: C) {
  keepAlive(a, b)
  keepAlive(c)
}

extension UnsafeMutablePointer where Pointee: EngineScalar {
  /// Sets numbers to zero: as bytes, which takes no call for each of them. All bits zero is the number zero.
  func setToZero(count: Int) {
    let bytes = count * MemoryLayout<Pointee>.stride
    withMemoryRebound(to: UInt8.self, capacity: bytes) { $0.update(repeating: 0, count: bytes) }
  }
}

/// Memory of one tensor, from and to the pool.
private final class TensorStorage<Scalar: EngineScalar>: @unchecked Sendable {
  // Unchecked: written only through `Tensor`, which copies when shared, or by the operation that made it.
  private let elements: UnsafeMutablePointer<Scalar>?
  private let block: Mutex<BufferPool.Block?>
  /// What the elements are computed from when they are first read, which is when they get memory; then `Scalar` is
  /// `Float`.
  let panels: BytePanels?

  init(count: Int) {
    let block = BufferPool.allocate(bytes: count * MemoryLayout<Scalar>.stride)
    elements = block.address.bindMemory(to: Scalar.self, capacity: max(count, 1))
    self.block = Mutex(block)
    panels = nil
  }

  init(_ panels: BytePanels) where Scalar == Float {
    elements = nil
    block = Mutex(nil)
    self.panels = panels
  }

  var pointer: UnsafeMutablePointer<Scalar> { elements ?? widened() }

  @inline(never)
  private func widened() -> UnsafeMutablePointer<Scalar> {
    guard let panels else { preconditionFailure("TensorStorage: no elements") }
    let address = block.withLock { block in
      if let block { return UInt(bitPattern: block.address) }
      let new = BufferPool.allocate(bytes: panels.count * MemoryLayout<Float>.stride)
      panels.widen(into: new.address.bindMemory(to: Float.self, capacity: panels.count))
      block = new
      return UInt(bitPattern: new.address)
    }
    guard let pointer = UnsafeMutablePointer<Scalar>(bitPattern: address) else {
      preconditionFailure("TensorStorage: no memory")
    }
    return pointer
  }

  deinit {
    block.withLock { if let block = $0 { BufferPool.deallocate(block) } }
  }
}
