import Foundation

/// Reference values: `$CANDOR_GOLDENS`, else `../shared/goldens` beside the package.
public enum Goldens {
  /// The folder in which the golden files lie; it need not exist.
  public static let folder: String =
    Places.environment("CANDOR_GOLDENS") ?? Places.packageRoot + "/../shared/goldens"

  /// Whether the file `NAME.json` is there.
  public static func has(_ name: String) -> Bool {
    FileManager.default.fileExists(atPath: folder + "/\(name).json")
  }

  /// All cases of `NAME.json`, in the order of the file.
  public static func cases(_ name: String) throws -> [Golden] {
    let data = try Data(contentsOf: URL(fileURLWithPath: folder + "/\(name).json"))
    return try decode(data, name: name)
  }

  /// The cases of `NAME.json` that are called `caseName`; an error when there is none, so that a
  /// loop over them cannot pass by being empty.
  public static func cases(_ name: String, named caseName: String) throws -> [Golden] {
    let found = try cases(name).filter { $0.name == caseName }
    if found.isEmpty { throw GoldenError("\(name).json: no case named \(caseName)") }
    return found
  }

  static func decode(_ data: Data, name: String) throws -> [Golden] {
    let root = try JSONDecoder().decode(Golden.Value.self, from: data)
    guard case .list(let list)? = root["cases"], !list.isEmpty else {
      throw GoldenError("\(name).json: no cases")
    }
    return list.enumerated().map { index, value in
      Golden(root: value, origin: "\(name).json, case \(index)")
    }
  }
}

/// What is wrong with a golden file, or with the question put to it.
public struct GoldenError: Error, CustomStringConvertible {
  /// The file, the case and what is wrong with them.
  public let description: String
  init(_ description: String) { self.description = description }
}

/// One case of a golden file. Values are reached by a dotted path, list elements by their number:
/// `try golden.tensor("inputs.x")`, `try golden.number("config.eps")`,
/// `try golden.tensor("regularizer.gradients.weight")`, `try golden.tensor("inputs.gradients.2")`.
public struct Golden: Sendable, CustomStringConvertible {
  /// The whole case.
  public let root: Value
  let origin: String

  /// The case's name, empty when it has none (`concrete_mask.json`).
  public var name: String {
    if case .text(let text)? = root["name"] { return text }
    return ""
  }

  /// The file, the number of the case and its name.
  public var description: String { name.isEmpty ? origin : "\(origin) (\(name))" }

  /// A row-major tensor of the file.
  public struct Tensor: Sendable, Equatable {
    /// The axes' sizes; empty for a scalar.
    public let shape: [Int]
    /// The numbers in double precision, of which about nine digits are significant.
    public let doubles: [Double]
    /// The numbers in single precision.
    public var floats: [Float] { doubles.map { Float($0) } }
    /// The numbers as integers: indices, targets, lengths.
    public var integers: [Int] { doubles.map { Int($0) } }
  }

  /// A value of the file.
  public enum Value: Sendable, Equatable {
    case number(Double)
    case text(String)
    case tensor(Tensor)
    case list([Value])
    case object([String: Value])

    subscript(key: String) -> Value? {
      switch self {
      case .object(let fields): return fields[key]
      case .list(let elements):
        guard let index = Int(key), elements.indices.contains(index) else { return nil }
        return elements[index]
      default: return nil
      }
    }
  }

  /// The value at a dotted path, nil when there is none.
  public func value(_ path: String) -> Value? {
    path.split(separator: ".").reduce(root as Value?) { $0?[String($1)] }
  }

  /// Whether something stands at a dotted path.
  public func has(_ path: String) -> Bool { value(path) != nil }

  /// The tensor at a dotted path; a bare number is a tensor of shape [].
  public func tensor(_ path: String) throws -> Tensor {
    switch value(path) {
    case .tensor(let tensor)?: return tensor
    case .number(let number)?: return Tensor(shape: [], doubles: [number])
    case let other: throw mistake(path, "a tensor", other)
    }
  }

  /// The number at a dotted path; a tensor with a single element counts as one.
  public func number(_ path: String) throws -> Double {
    let tensor = try tensor(path)
    guard tensor.doubles.count == 1 else { throw mistake(path, "a number", value(path)) }
    return tensor.doubles[0]
  }

  /// The text at a dotted path.
  public func text(_ path: String) throws -> String {
    guard case .text(let text)? = value(path) else { throw mistake(path, "text", value(path)) }
    return text
  }

  /// The tensors of a list, such as the five steps of `optimizers.json`: `tensors("outputs")`.
  public func tensors(_ path: String) throws -> [Tensor] {
    guard case .list(let list)? = value(path) else { throw mistake(path, "a list", value(path)) }
    return try list.indices.map { try tensor("\(path).\($0)") }
  }

  /// The names below a dotted path, sorted: `keys("gradients")`.
  public func keys(_ path: String) -> [String] {
    guard case .object(let fields)? = value(path) else { return [] }
    return fields.keys.sorted()
  }

  private func mistake(_ path: String, _ wanted: String, _ found: Value?) -> GoldenError {
    switch found {
    case nil: GoldenError("\(self): nothing at \(path)")
    default: GoldenError("\(self): \(path) is not \(wanted)")
    }
  }
}

extension Golden.Value: Decodable {
  /// Reads any JSON value; an object of `shape` and `data` becomes a tensor.
  public init(from decoder: any Decoder) throws {
    if let container = try? decoder.singleValueContainer() {
      if let number = try? container.decode(Double.self) { self = .number(number); return }
      if let text = try? container.decode(String.self) { self = .text(text); return }
      if let list = try? container.decode([Golden.Value].self) { self = .list(list); return }
    }
    let fields = try decoder.singleValueContainer().decode([String: Golden.Value].self)
    guard case .list(let shape)? = fields["shape"], case .list(let data)? = fields["data"] else {
      self = .object(fields)
      return
    }
    func numbers(_ values: [Golden.Value]) throws -> [Double] {
      try values.map { value in
        guard case .number(let number) = value else {
          throw GoldenError("a tensor holds something that is no number")
        }
        return number
      }
    }
    let tensor = Golden.Tensor(
      shape: try numbers(shape).map { Int($0) }, doubles: try numbers(data))
    guard tensor.shape.reduce(1, *) == tensor.doubles.count else {
      throw GoldenError("a tensor of shape \(tensor.shape) holds \(tensor.doubles.count) numbers")
    }
    self = .tensor(tensor)
  }
}
