import CandorText
import Testing

struct SequenceDistanceTests {
  @Test(arguments: [
    ("", "", 0), ("a", "", 1), ("", "ab", 2), ("kitten", "sitting", 3), ("abc", "abc", 0),
    ("abc", "bcd", 2), ("ab", "ba", 2),
  ])
  func levenshtein(left: String, right: String, expected: Int) {
    #expect(SequenceDistance.levenshtein(Array(left), Array(right)) == expected)
    #expect(SequenceDistance.levenshtein(Array(right), Array(left)) == expected)
  }

  @Test(arguments: [
    ("", "", 5, 0), ("abc", "abd", 5, 1), ("abc", "ab", 5, 1), ("abcdefg", "", 5, 5),
    ("abcdefg", "abcdexy", 5, 0), ("abcdefg", "xbcd", 5, 2), ("ab", "abcd", 3, 1),
  ])
  func hamming(left: String, right: String, slots: Int, expected: Int) {
    #expect(SequenceDistance.hamming(Array(left), Array(right), slots: slots) == expected)
    #expect(SequenceDistance.hamming(Array(right), Array(left), slots: slots) == expected)
  }
}
