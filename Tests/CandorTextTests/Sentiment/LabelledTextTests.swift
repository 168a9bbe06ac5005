import CandorText
import Foundation
import Testing

@Suite struct LabelledTextTests {
  /// Reads a file of that name and content.
  private func read(
    _ text: String, name: String = "f.txt", format: LabelledTextFormat? = nil,
    columns: LabelledTextFormat.Columns = .init()
  ) throws -> [LabelledText] {
    let folder = NSTemporaryDirectory() + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/" + name
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    do {
      switch try LabelledTextReader.read(path: path, format: format, columns: columns) {
      case .texts(let texts): return texts
      case .trees(let trees):
        return trees.map { LabelledText(label: "\($0.label)", text: $0.text(of: $0.words.indices)) }
      }
    } catch let error as CorpusError {
      throw Problem(
        text: error.description.replacingOccurrences(of: path, with: name))
    }
  }

  private struct Problem: Error, Equatable { let text: String }

  private func problem(
    _ text: String, name: String = "f.txt", columns: LabelledTextFormat.Columns = .init()
  ) -> String? {
    do {
      _ = try read(text, name: name, columns: columns)
      return nil
    } catch {
      return (error as? Problem)?.text
    }
  }

  @Test func everyFormIsToldFromTheFile() throws {
    let two = [("1", "good film"), ("0", "bad, film")]
    for (text, name) in [
      ("1 good film\n\n0 bad, film\n", "f.txt"), ("1\tgood film\r\n0\tbad, film", "f.txt"),
      ("__label__1 good film\n__label__0 bad, film\n", "f.txt"),
      ("label,text\n1,good film\n0,\"bad, film\"\n", "f.csv"),
      ("text\tid\tsentiment\ngood film\t7\t1\nbad, film\t8\t0\n", "f.tsv"),
      ("sentence\tlabel\ngood film\t1\nbad, film\t0\n", "f.txt"),
    ] {
      let texts = try read(text, name: name)
      #expect(texts.map { [$0.label, $0.text] } == two.map { [$0.0, $0.1] }, "\(text)")
    }
    #expect(try read("(3 (2 a) (3 gem))\n")[0].text == "a gem")
  }

  @Test func quotedFieldsHoldAnything() throws {
    let texts = try read(
      "text,label\n\"a \"\"b\"\",\nc\",x\n\n,y\n", name: "f.csv")
    #expect(
      texts == [
        LabelledText(label: "x", text: "a \"b\",\nc", line: 2),
        LabelledText(label: "y", text: "", line: 5),
      ])
  }

  @Test func columnsCanBeNamed() throws {
    let columns = LabelledTextFormat.Columns(label: "stars", text: "Body")
    #expect(try read("stars,Body\n5,fine\n", name: "f.csv", columns: columns)[0].label == "5")
    #expect(
      problem("__label__5 fine\n", columns: columns)
        == "f.txt: a column is named, and the file is read as no table of CSV or TSV: \"Body\"")
    #expect(
      problem("a,b\n1,2\n", name: "f.csv", columns: columns)
        == "f.csv:1: no such column (there are a, b): \"stars\"")
  }

  @Test(arguments: [
    ("label,text\n1,a\n2\n", "f.csv", "f.csv:3: 1 fields, the header has 2: \"2\""),
    ("label,text\n1,a,b\n", "f.csv", "f.csv:2: 3 fields, the header has 2: \"1 | a | b\""),
    ("label,text\n1,\"a\nb\n", "f.csv", "f.csv:2: a quotation mark opens here and never closes"),
    ("label,text\n,a\n", "f.csv", "f.csv:2: a label and a text are needed: \"a\""),
    (
      "label,text\n1,\"a\"b\n", "f.csv",
      "f.csv:2:6: a field goes on after its closing quotation mark, which would have to be doubled: \"b\""
    ),
    ("1 good\nbad\n", "f.txt", "f.txt:2: a label and a text are needed: \"bad\""),
    ("__label__1 x\ny z\n", "f.txt", "f.txt:2: a label and a text are needed: \"y z\""),
    (
      "__label__1 __label__2 x\n", "f.txt",
      "f.txt:1: more than one label: \"__label__1 __label__2 x\""
    ),
    ("", "f.txt", "f.txt: nothing to read"), ("label,text\n", "f.csv", "f.csv: nothing to read"),
  ])
  func whatCannotBeUsedIsRefusedWithItsLine(text: String, name: String, expected: String) {
    #expect(problem(text, name: name) == expected)
  }

  @Test func bytesThatAreNoTextAreRefused() {
    let lines = LineReader(bytes: [0x31, 0x20, 0xC3, 0x0A], name: "f")
    #expect(throws: CorpusError.self) { try WordVectors(lines) }
  }

  @Test func vectorsOfEveryFormAreRead() throws {
    func vectors(_ text: String) throws -> WordVectors {
      try WordVectors(LineReader(bytes: Array(text.utf8), name: "v"))
    }
    for text in ["a 1 2\nb -3 4e-1\n", "2 2\na 1 2\nb -3 0.4 \n"] {
      let vectors = try vectors(text)
      #expect(vectors.features == 2 && vectors.words == ["a", "b"])
      #expect(vectors["b"].map(Array.init) == [-3, 0.4])
      #expect(vectors["c"] == nil)
    }
    // A word with a space in it, as a few of GloVe's are.
    #expect(try vectors("a 1 2\n. . 3 4\n").words == ["a", ". ."])
    for (text, problem) in [
      ("a 1 2\nb 1\n", "v:2: 1 numbers, not 2: \"b\""), ("a 1 x\n", "v:1: not a number: \"x\""),
      ("a nan 1\n", "v:1: not a number: \"nan\""), ("a\n", "v:1: a word without numbers: \"a\""),
      ("", "v: nothing to read"), ("2 0\n", "v:1: vectors of no size: \"0\""),
    ] {
      let error = #expect(throws: CorpusError.self) { try vectors(text) }
      #expect(error?.description == problem)
    }
  }
}
