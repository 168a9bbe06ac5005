import CandorText
import Testing

struct AlignmentTests {
  @Test func steps() {
    let alignment = Alignment(hypothesis: Array("sitting"), reference: Array("kitten"))
    #expect(
      alignment.steps == [
        .substitution(reference: "k", hypothesis: "s"), .match("i"), .match("t"), .match("t"),
        .substitution(reference: "e", hypothesis: "i"), .match("n"), .insertion("g"),
      ])
    #expect(alignment.substitutions == 2)
    #expect(alignment.insertions == 1)
    #expect(alignment.deletions == 0)
    #expect(alignment.distance == 3)
  }

  @Test func emptySides() {
    #expect(Alignment(hypothesis: [Int](), reference: []).steps.isEmpty)
    #expect(Alignment(hypothesis: [], reference: [1, 2]).steps == [.deletion(1), .deletion(2)])
    #expect(Alignment(hypothesis: [1], reference: []).steps == [.insertion(1)])
  }

  /// All sequences of up to four letters of two: the alignment rebuilds both sides, and its cost is
  /// the distance.
  @Test func rebuildsBothSides() {
    var sequences: [[Int]] = [[]]
    var last: [[Int]] = [[]]
    for _ in 0..<4 {
      last = last.flatMap { [$0 + [0], $0 + [1]] }
      sequences += last
    }
    for reference in sequences {
      for hypothesis in sequences {
        let alignment = Alignment(hypothesis: hypothesis, reference: reference)
        var left: [Int] = []
        var right: [Int] = []
        for step in alignment.steps {
          switch step {
          case .match(let element):
            left.append(element)
            right.append(element)
          case .substitution(let old, let new):
            left.append(old)
            right.append(new)
          case .deletion(let old): left.append(old)
          case .insertion(let new): right.append(new)
          }
        }
        #expect(left == reference)
        #expect(right == hypothesis)
        #expect(alignment.distance == SequenceDistance.levenshtein(reference, hypothesis))
      }
    }
  }
}
