import CandorEngine
import Foundation
import TestSupport
import Testing

/// A file from a header's text and a number of data bytes.
private func file(_ header: String, data: Int = 0, length: UInt64? = nil) -> [UInt8] {
  let json = Array(header.utf8)
  return withUnsafeBytes(of: (length ?? UInt64(json.count)).littleEndian) { Array($0) } + json
    + [UInt8](repeating: 0, count: data)
}

private func reason(_ bytes: [UInt8]) -> SafetensorsError.Reason? {
  do throws(SafetensorsError) {
    _ = try SafetensorsFile(bytes: bytes, name: "test")
    return nil
  } catch {
    #expect(error.file == "test")
    #expect(error.description.hasPrefix("test: "))
    return error.reason
  }
}

@Suite struct SafetensorsTests {
  private let tensors: [String: Tensor<Float>] = [
    "b.weight": Tensor(shape: [2, 3], [1, -2.5, 0, .leastNonzeroMagnitude, .infinity, 1e-30]),
    "a": Tensor(0.1), "empty": Tensor(zeros: [0, 4]),
  ]

  @Test func roundTrip() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/x.safetensors"
      let metadata = ["quote\"\\\n\u{1}é😀": "tab\t/ü\u{7F}", "z": ""]
      try SafetensorsFile.write(tensors, metadata: metadata, to: path)
      let file = try SafetensorsFile(path: path)
      #expect(file.names == ["a", "b.weight", "empty"])
      #expect(file.metadata == metadata)
      let read = try file.tensors(as: Float.self)
      #expect(read.mapValues(\.shape) == tensors.mapValues(\.shape))
      #expect(read.mapValues(\.scalars) == tensors.mapValues(\.scalars))
      #expect(try file.tensors(prefix: "b.", as: Float.self).keys.sorted() == ["weight"])
      #expect(try names(in: folder) == ["x.safetensors"], "no temporary file is left")
      let all = try bytes(of: path)
      #expect(try SafetensorsFile(bytes: all, name: "x").tensor("a", as: Float.self).item == 0.1)
      let header = all.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
      #expect(header % 8 == 0, "data lie aligned")
      // The same content gives the same bytes, over an existing file too.
      try SafetensorsFile.write(tensors, metadata: metadata, to: path)
      #expect(try bytes(of: path) == all)
    }
  }

  @Test func precisions() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/x"
      let values = [0.1, -65504, 1.0 / 3, 6e-8]
      let exact = ["x": Tensor<Double>(shape: [4], values)]
      try SafetensorsFile.write(exact, to: path)
      #expect(try SafetensorsFile(path: path).type(of: "x") == .double)
      #expect(try SafetensorsFile(path: path).tensor("x", as: Double.self).scalars == values)
      #expect(
        try SafetensorsFile(path: path).tensor("x", as: Float.self).scalars
          == values.map { Float($0) })
      try SafetensorsFile.write(exact, type: .single, to: path)
      #expect(
        try SafetensorsFile(path: path).tensor("x", as: Double.self).scalars
          == values.map { Double(Float($0)) })
      try SafetensorsFile.write(exact, type: .half, to: path)
      let half = try SafetensorsFile(path: path).tensor("x", as: Double.self).scalars
      expectClose(half, values, absolute: 3e-8, relative: 5e-4)
      #expect(half != values)
      let single = try SafetensorsFile(path: path).tensor("x", as: Float.self).scalars
      #expect(single.map { Double($0) } == half)
    }
  }

  @Test func readsMatricesInBytes() throws {
    // Two rows of five numbers, as another program would write them.
    let header =
      #"{"w":{"dtype":"I8","shape":[2,5],"data_offsets":[0,10]},"#
      + #""w.scale":{"dtype":"F32","shape":[2],"data_offsets":[10,18]},"#
      + #""b.scale":{"dtype":"F32","shape":[1],"data_offsets":[18,22]}}"#
    let numbers: [Int8] = [127, -127, 0, 1, -128, 3, 4, -5, 6, 7]
    var bytes = file(header) + numbers.map { UInt8(bitPattern: $0) }
    for scale in [Float(0.5), 2, 9] {
      bytes += withUnsafeBytes(of: scale.bitPattern.littleEndian) { Array($0) }
    }
    let read = try SafetensorsFile(bytes: bytes, name: "x")
    #expect(try read.type(of: "w") == .byte)
    let expected: [Float] = [63.5, -63.5, 0, 0.5, -64, 6, 8, -10, 12, 14]
    #expect(try read.tensor("w", as: Float.self).scalars == expected)
    #expect(try read.tensor("w", as: Double.self).scalars == expected.map(Double.init))
    // Only what belongs to a matrix in bytes is no tensor of its own.
    #expect(try read.tensors(as: Float.self).keys.sorted() == ["b.scale", "w"])

    for (shape, scales, type, count) in [
      ("[10]", "[2]", "F32", 8), ("[2,5]", "[5]", "F32", 20), ("[2,5]", "[2]", "F16", 4),
      ("[2,5]", "[2,1]", "F32", 8), ("[1,2,5]", "[1]", "F32", 4),
    ] {
      let header =
        #"{"w":{"dtype":"I8","shape":\#(shape),"data_offsets":[0,10]},"#
        + #""w.scale":{"dtype":"\#(type)","shape":\#(scales),"data_offsets":[10,\#(10 + count)]}}"#
      let wrong = try SafetensorsFile(bytes: file(header, data: 10 + count), name: "x")
      let error = #expect(throws: SafetensorsError.self) { try wrong.tensor("w", as: Float.self) }
      guard case .scales? = error?.reason else {
        Issue.record("\(error as Any)")
        continue
      }
    }
    let empty = #"{"w":{"dtype":"I8","shape":[0,9223372036854775807],"data_offsets":[0,0]},"#
    let none = #""w.scale":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}"#
    #expect(throws: SafetensorsError.self) {
      try SafetensorsFile(bytes: file(empty + none), name: "x").tensor("w", as: Float.self)
    }
    let alone = #"{"w":{"dtype":"I8","shape":[1,1],"data_offsets":[0,1]}}"#
    let error = #expect(throws: SafetensorsError.self) {
      try SafetensorsFile(bytes: file(alone, data: 1), name: "x").tensors(as: Float.self)
    }
    #expect(error?.reason == .missingScales("w.scale", tensor: "w"))
  }

  @Test func readsWhatOthersWrite() throws {
    // Spaces, fields in any order, escapes.
    let bytes =
      file(
        #" { "w\u00e9\ud83d\ude00" : {"shape":[ 1 , 2 ],"data_offsets":[0,8],"dtype":"F32"}}  "#
          .trimmingCharacters(in: [" "]) + "  ") + [0, 0, 128, 63, 0, 0, 0, 192]
    let read = try SafetensorsFile(bytes: bytes, name: "x")
    #expect(read.names == ["wé😀"])
    #expect(try read.tensor("wé😀", as: Float.self).scalars == [1, -2])
    #expect(try SafetensorsFile(bytes: file("{}"), name: "x").names == [])
  }

  @Test func refusals() {
    func entry(_ type: String, _ shape: String, _ offsets: String) -> String {
      #"{"x":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":\#(offsets)}}"#
    }
    #expect(reason([1, 2, 3]) == .tooShort(bytes: 3))
    #expect(reason([]) == .tooShort(bytes: 0))
    #expect(reason(file("{}", length: 3)) == .headerLength(3, fileSize: 10))
    #expect(reason(file("{}", length: .max)) == .headerLength(.max, fileSize: 10))
    #expect(reason(file("{}", data: 1)) == .size(11, expected: 10))
    #expect(reason(file(entry("I64", "[1]", "[0,8]"), data: 8)) == .type("I64", tensor: "x"))
    #expect(reason(file(entry("BF16", "[1]", "[0,2]"), data: 2)) == .type("BF16", tensor: "x"))
    #expect(
      reason(file(entry("F32", "[1]", "[0,8]"), data: 8)) == .shape([1], tensor: "x", bytes: 8))
    #expect(
      reason(file(entry("F32", "[4611686018427387904,4,0]", "[0,0]")))
        == .shape([4_611_686_018_427_387_904, 4, 0], tensor: "x", bytes: 0))
    #expect(
      reason(file(entry("F32", "[0,18446744073709551615]", "[0,0]")))
        == .shape([0, .max], tensor: "x", bytes: 0))
    #expect(reason(file(entry("F32", "[1]", "[4,0]"), data: 4)) == .offsets(4, 0, tensor: "x"))
    #expect(reason(file(entry("F32", "[1]", "[0,4]"), data: 3)) == .offsets(0, 4, tensor: "x"))
    #expect(
      reason(file(entry("F32", "[1]", "[4,8]"), data: 8))
        == .layout(tensor: "x", offset: 4, expected: 0))
    let long = file(entry("F32", "[1]", "[0,4]"), data: 8)
    #expect(reason(long) == .size(long.count, expected: long.count - 4))
    let overlap =
      #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"#
      + #""b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}"#
    #expect(reason(file(overlap, data: 12)) == .layout(tensor: "b", offset: 4, expected: 8))
    let twice =
      #"{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]},"#
      + #""a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}"#
    #expect(reason(file(twice)) == .duplicate("a"))
    #expect(reason(file(#"{"__metadata__":{"k":"1","k":"2"}}"#)) == .duplicate("k"))
    let damaged = [
      "", "[]", "{", #"{"x":1}"#, #"{"x":null}"#, #"{"__metadata__":{"k":1}}"#, "{} {}",
      #"{"x":{"dtype":"F32","shape":[1]}}"#, #"{"x"}"#, #"{"x":{}}"#, #"{"x" {}}"#, #"{,}"#,
      #"{"x":{"dtype":"F32","dtype":"F32","shape":[0],"data_offsets":[0,0]}}"#,
      #"{"x":{"dtype":"F32","shape":[0],"data_offsets":[0,0],"more":1}}"#,
      entry("F32", "[-1]", "[0,0]"), entry("F32", "[1.0]", "[0,4]"), entry("F32", "[01]", "[0,4]"),
      entry("F32", "[99999999999999999999999]", "[0,0]"), entry("F32", "[0]", "[0]"),
      entry("F32", "[0]", "[0,0,0]"), entry("F32", "[0,]", "[0,0]"), "{\"\\ud800\":{}}",
      "{\"\\ud800\\u0041\":{}}", "{\"\\u00g0\":{}}", "{\"\\x\":{}}", "{\"\u{1}\":{}}", "{\"x",
      String(repeating: "{\"x\":", count: 100_000),
    ]
    for header in damaged {
      guard case .header? = reason(file(header)) else {
        Issue.record("accepted or misnamed: \(header.prefix(80)): \(reason(file(header)) as Any)")
        continue
      }
    }
    var invalid = file("{\"??\":{}}")
    invalid[10] = 0xFF
    guard case .header? = reason(invalid) else {
      Issue.record("accepted invalid UTF-8")
      return
    }
  }

  @Test func alteredFilesNeverCrash() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/x"
      var tensors = tensors
      var generator = SeededGenerator(seed: 2, purpose: "weights")
      for (name, tensor) in Dense<Float>(inputs: 3, outputs: 2, using: &generator).rounded()
        .tensors()
      { tensors[name] = tensor }
      try SafetensorsFile.write(tensors, metadata: ["format": "test"], to: path)
      let whole = try bytes(of: path)
      func read(_ bytes: [UInt8]) -> Bool {
        do throws(SafetensorsError) {
          let file = try SafetensorsFile(bytes: bytes, name: "x")
          _ = try file.tensors(as: Float.self)
          return true
        } catch {
          return error.description.isEmpty
        }
      }
      #expect(read(whole))
      for length in 0..<whole.count { #expect(!read(Array(whole[..<length])), "cut at \(length)") }
      #expect(!read(whole + [0]))
      generator = SeededGenerator(seed: 1, purpose: "fuzz")
      let header = 8 + whole.prefix(8).reversed().reduce(0) { $0 << 8 | Int($1) }
      for _ in 0..<3000 {
        var altered = whole
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
          let place = Int.random(in: 0..<header, using: &generator)
          altered[place] = UInt8.random(in: 0...255, using: &generator)
        }
        _ = read(altered)
      }
      for size in [8, 9, 64, 1000] {
        for _ in 0..<200 {
          _ = read((0..<size).map { _ in UInt8.random(in: 0...255, using: &generator) })
        }
      }
    }
  }

  @Test func filesThatCannotBeRead() throws {
    try withTemporaryFolder { folder in
      for path in [folder + "/absent", folder, "/dev/null", "nul\0byte"] {
        #expect(throws: SafetensorsError.self) { try SafetensorsFile(path: path) }
      }
      let path = folder + "/x"
      try SafetensorsFile.write(tensors, to: path)
      let file = try SafetensorsFile(path: path)
      #expect(throws: SafetensorsError(file: path, reason: .missing("absent"))) {
        try file.tensor("absent", as: Float.self)
      }
      // The file shrinks after it was opened: an error, not a signal.
      let whole = try bytes(of: path)
      let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
      try handle.truncate(atOffset: UInt64(whole.count - 4))
      #expect(throws: SafetensorsError.self) { try file.tensors(as: Float.self) }
    }
  }

  @Test func filesThatCannotBeWritten() throws {
    try withTemporaryFolder { folder in
      for path in [folder + "/absent/x", folder, "nul\0byte"] {
        #expect(throws: SafetensorsError.self) { try SafetensorsFile.write(tensors, to: path) }
      }
      let left = try names(in: folder)
      #expect(left == [])
    }
  }

  #if os(Linux)
    @Test func fullDisk() {
      do throws(SafetensorsError) {
        try SafetensorsFile.write(tensors, to: "/dev/full")
        Issue.record("wrote to a full disk")
      } catch {
        #expect(error.description == "/dev/full: cannot write: No space left on device")
      }
    }
  #endif
}

@Suite struct ModelTensorsTests {
  private struct Pair: Module {
    var first: Parameter<Float>
    var running: Parameter<Float>
    init(_ value: Float) {
      first = Parameter(Tensor(shape: [2], repeating: value))
      running = Parameter(Tensor(value), role: .statistic)
    }
    mutating func visitParameters(_ visitor: ParameterVisitor<Float>) {
      visitor.visit("first", &first)
      visitor.visit("running", &running)
    }
  }

  @Test func loadsItsOwnTensors() throws {
    var model = Pair(1)
    try model.load(Pair(5).tensors())
    #expect(model.first.value.scalars == [5, 5])
    #expect(model.running.value.item == 5)
  }

  @Test func refusesOthersAndStaysAsItWas() {
    var model = Pair(1)
    var tensors = Pair(5).tensors()
    tensors["first"] = nil
    tensors["other"] = Tensor(0)
    #expect(throws: ModelLoadingError.names(missing: ["first"], unexpected: ["other"])) {
      try model.load(tensors)
    }
    tensors = Pair(5).tensors()
    tensors["running"] = Tensor(zeros: [1])
    #expect(throws: ModelLoadingError.shape(path: "running", expected: [], found: [1])) {
      try model.load(tensors)
    }
    #expect(model.first.value.scalars == [1, 1])
    #expect(model.running.value.item == 1)
  }
}
