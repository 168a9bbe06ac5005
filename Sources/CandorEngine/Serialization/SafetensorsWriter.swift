import CandorFiles
import CKernels

extension SafetensorsFile {
  /// Writes tensors in the order of their names. The file appears under its name only when it is whole and on disk.
  ///
  /// - Parameters:
  ///   - tensors: by name
  ///   - metadata: text values
  ///   - type: of the numbers in the file; by default the one that keeps them exactly. A matrix that was rounded to
  ///     bytes stays that; `byte` is no choice
  ///   - path: the file
  public static func write<Scalar: EngineScalar>(
    _ tensors: [String: Tensor<Scalar>], metadata: [String: String] = [:],
    type: SafetensorsType? = nil, to path: String
  ) throws(SafetensorsError) {
    precondition(tensors["__metadata__"] == nil, "__metadata__ cannot name a tensor")
    precondition(type != .byte, "only what was rounded to bytes is written as bytes")
    precondition(
      tensors.allSatisfy { $1.bytePanels == nil || tensors[$0 + scaleSuffix] == nil },
      "a tensor is called as the scales of another are")
    let type = type ?? .exact(for: Scalar.self)
    let sorted = tensors.sorted { $0.key < $1.key }
    let header = SafetensorsHeader.encode(
      sorted.flatMap { name, tensor in
        tensor.bytePanels == nil
          ? [(name, tensor.shape, type)]
          : [(name, tensor.shape, .byte), (name + scaleSuffix, [tensor.shape[0]], .single)]
      }, metadata: metadata)
    do throws(SystemFile.Failure) {
      try SystemFile.replace(path) { (file) throws(SystemFile.Failure) in
        try file.write(header)
        for (_, tensor) in sorted {
          if let panels = tensor.bytePanels {
            try write(panels, to: file)
          } else {
            try write(tensor, type: type, to: file)
          }
        }
      }
    } catch {
      throw SafetensorsError(file: path, reason: .unwritable(error.message))
    }
  }

  private static func write(
    _ panels: BytePanels, to file: SystemFile
  ) throws(SystemFile.Failure) {
    try panels.forEachPanel { (_, numbers) throws(SystemFile.Failure) in
      try file.write(UnsafeRawBufferPointer(numbers))
    }
    try write(panels.rowScales, to: file)
  }

  private static func write<Scalar>(
    _ tensor: Tensor<Scalar>, type: SafetensorsType, to file: SystemFile
  ) throws(SystemFile.Failure) {
    switch type {
    case .half:
      let single = tensor.converted(to: Float.self)
      var half = [UInt16](repeating: 0, count: tensor.count)
      candor_float_to_half(tensor.count, single.pointer, &half)
      keepAlive(single)
      try write(half, to: file)
    case .single where MemoryLayout<Scalar>.size != 4:
      try write(tensor.converted(to: Float.self).scalars, to: file)
    case .double where MemoryLayout<Scalar>.size != 8:
      try write(tensor.converted(to: Double.self).scalars, to: file)
    case .byte:
      preconditionFailure("only what was rounded to bytes is written as bytes")
    case .single, .double:
      try write(tensor.scalars, to: file)
    }
  }

  private static func write<Number: BitwiseCopyable>(
    _ numbers: [Number], to file: SystemFile
  ) throws(SystemFile.Failure) {
    let result = numbers.withUnsafeBytes { bytes in
      Result { () throws(SystemFile.Failure) in try file.write(bytes) }
    }
    try result.get()
  }
}
