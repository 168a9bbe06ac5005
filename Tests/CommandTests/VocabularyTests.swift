import Foundation
import TestSupport
import Testing

@Suite struct VocabularyTests {
  @Test func symbolsOfALexicon() throws {
    let scratch = try Scratch()
    let lexicon = try scratch.write(
      "Abba AE1 B AH0\nabba(2) AA1 B AH0\nbob B AO1 B\nzoo Z UW1\n", to: "a.dict")
    let graphemes = try Binary.run("g2p", ["vocabulary", "--graphemes", lexicon])
    #expect(graphemes.status == 0)
    #expect(
      graphemes.output
        == "<pad>\t0\tpadding\n<unk>\t0\tunknown\nb\t6\na\t4\no\t3\nz\t1\n")
    let phonemes = try Binary.run(
      "g2p",
      [
        "vocabulary", "--phonemes", lexicon, "--ignore-stress", "--maximum-size", "2",
        "--exclude", scratch.write("BOB\n", to: "words"),
      ])
    #expect(
      phonemes.output
        == "<pad>\t0\tpadding\n<s>\t0\tstart\n</s>\t0\tend\nAH\t2\nB\t2\n")
  }

  @Test func wordsOfATextAndWhatAnotherHasBeside() throws {
    let scratch = try Scratch()
    let text = try scratch.write("The cat. The dog, the cat!\n", to: "a.txt")
    let other = try scratch.write("the bird, the cat\n", to: "b.txt")
    let outcome = try Binary.run(
      "g2p",
      [
        "vocabulary", "--words", text, "--minimum-count", "2", "--output", scratch("vocabulary"),
        "--report", other,
      ])
    #expect(outcome.status == 0)
    #expect(outcome.output == ",\t1\nbird\t1\n")
    #expect(outcome.errors.contains("2 of 5 occurrences unknown (40.00 %), 2 different symbols"))
    #expect(try scratch.read("vocabulary").contains("the\t3\ncat\t2\n"))
  }

  @Test func mistakesAreNamed() throws {
    let scratch = try Scratch()
    let bad = try scratch.write("ok AA\nbad\n", to: "bad.dict")
    let refused = try Binary.run("g2p", ["vocabulary", "--graphemes", bad])
    #expect(refused.status == 1 && refused.errors == "g2p: \(bad):2: no phones: \"bad\"\n")
    let skipped = try Binary.run("g2p", ["vocabulary", "--graphemes", bad, "--skip-bad-lines"])
    #expect(skipped.status == 0 && skipped.output.contains("k\t1\n"))
    let empty = try scratch.write("", to: "empty")
    let nothing = try Binary.run("g2p", ["vocabulary", "--words", empty])
    #expect(nothing.status == 1 && nothing.errors.hasPrefix("g2p: \(empty): "))
    let read = try scratch.write("some words\n", to: "read.txt")
    try FileManager.default.createSymbolicLink(atPath: scratch("link"), withDestinationPath: read)
    for arguments in [
      ["--words", read, "--output", read], ["--words", read, "--output", scratch("link")],
      ["--words", bad, "--report", read, "--output", scratch("./read.txt")],
    ] {
      let lost = try Binary.run("g2p", ["vocabulary"] + arguments)
      #expect(lost.status == 64 && lost.errors.contains("which is read"), "\(lost.errors)")
    }
    #expect(try scratch.read("read.txt") == "some words\n")
    let unwritable = try Binary.run(
      "g2p", ["vocabulary", "--words", bad, "--output", scratch("no/such/folder")])
    #expect(unwritable.status == 1)
    #expect(unwritable.errors.contains("No such file or directory"))
  }

  @Test(.needsCorpus("cmudict/cmudict.dict", "cmudict/g014b2b.words"))
  func theCommittedVocabulariesCanBeBuiltByTheCommand() throws {
    for (file, arguments) in [
      ("graphemes.txt", ["--graphemes"]), ("arpabet-stress.txt", ["--phonemes"]),
      ("arpabet.txt", ["--ignore-stress", "--phonemes"]),
    ] {
      let built = try Binary.run(
        "g2p",
        ["vocabulary"] + arguments + [
          Corpora.path("cmudict/cmudict.dict"), "--exclude", Corpora.path("cmudict/g014b2b.words"),
        ])
      let committed = try String(
        contentsOfFile: Places.packageRoot + "/vocab/\(file)", encoding: .utf8)
      #expect(built.output == committed, "\(file)")
    }
  }
}
