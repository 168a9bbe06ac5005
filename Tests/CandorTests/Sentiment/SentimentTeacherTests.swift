import Candor
import CandorEngine
import CandorText
import Testing

@Suite struct SentimentTeacherTests {
  private func student(
    weight: Double, labels: (LabelledText) -> String, teacher: SentimentClassifier
  ) throws -> SentimentClassifier {
    var settings = ToyReviews.settings
    settings.teacherWeight = weight
    let texts = ToyReviews.texts(300).map {
      LabelledText(label: labels($0), text: $0.text, line: $0.line)
    }
    let training = try SentimentTraining(
      corpora: [SentimentCorpus(file: "toy", contents: .texts(texts))],
      validation: [ToyReviews.corpus(80, seed: 2)], teachers: SentimentTeachers([teacher]),
      settings: settings, seed: 3)
    var options = TrainingOptions()
    options.note = { _ in }
    options.showsProgress = false
    return try training.predictor(of: training.run(options).model)
  }

  private func agreement(_ one: SentimentClassifier, _ other: SentimentClassifier) throws -> Double
  {
    let texts = ToyReviews.texts(200, seed: 8).map(\.text)
    let pairs = try zip(one.classify(texts), other.classify(texts))
    return Double(pairs.count { $0.0.label == $0.1.label }) / 200
  }

  @Test func whatTeachersThinkIsLearnedInsteadOfLabels() throws {
    let teacher = try ToyReviews.trained.get().predictor
    let wrong = { (text: LabelledText) in text.label == "positive" ? "negative" : "positive" }
    #expect(try agreement(student(weight: 1, labels: wrong, teacher: teacher), teacher) > 0.9)
    #expect(try agreement(student(weight: 0, labels: wrong, teacher: teacher), teacher) < 0.5)
  }

  @Test func aTeacherOfOtherLabelsIsRefused() throws {
    let teacher = try ToyReviews.trained.get().predictor
    let corpus = SentimentCorpus(
      file: "toy",
      contents: .texts([
        LabelledText(label: "x", text: "fine", line: 1),
        LabelledText(label: "y", text: "bad", line: 2),
      ]))
    #expect(throws: SentimentTraining.UnusableTexts.self) {
      try SentimentTraining(
        corpora: [corpus], validation: [corpus], teachers: SentimentTeachers([teacher]))
    }
  }
}
