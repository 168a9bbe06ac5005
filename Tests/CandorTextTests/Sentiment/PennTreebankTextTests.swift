import CandorText
import Testing

@Suite struct PennTreebankTextTests {
  @Test(arguments: [
    ("Do n't they -LRB- ever -RRB- say `` no '' ?", "Don't they (ever) say \"no\"?"),
    ("It 's a good , funny film .", "It's a good, funny film."),
    ("a co-writer\\/director of \\* films", "a co-writer/director of * films"),
    ("ca n't and wo n't", "can't and won't"),
    ("$ 50 million # 3", "$50 million #3"),
    ("the parents ' wishes ...", "the parents' wishes..."),
    ("`` one '' and `` two ''", "\"one\" and \"two\""),
    ("a ` quoted ' word", "a 'quoted' word"),
    ("well -- almost 100 %", "well -- almost 100%"),
    ("n't feel like one", "n't feel like one"),
    ("-LSB- x -RSB- -LCB- y -RCB-", "[x] {y}"),
    ("", ""),
  ])
  func wordsBecomeOrdinaryText(words: String, text: String) {
    #expect(PennTreebankText.text(of: words.split(separator: " ").map(String.init)) == text)
  }
}
