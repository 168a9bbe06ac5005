import ArgumentParser
import Candor
import CommandSupport

/// `sentiment [classify] [TEXT …]`
struct ClassifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "classify",
    abstract: "Classify texts, or the lines of standard input (the default verb).",
    discussion: """
      Columns of --format tsv: the text, its label, the probability (0 to 1, calibrated) that the label \
      is right, and the uncertainty (mutual information of label and weights, in nats: high where the \
      model has learned little). With --all comes a column with the probability of every label. A last \
      column says what was cut or wrong, if anything was. Where nothing could be read there is no \
      label, no uncertainty, and a probability of 0.

      Each line of input gives one line of output, empty lines too. With --threshold or \
      --abstain-above the model keeps its label to itself where it is not sure enough; JSON has it as \
      "likeliest" then.

      The same input and seed give the same output.

      sentiment "A gorgeous, witty, seductive movie." "It is a waste of time."
      sentiment --format tsv --samples 0 < reviews.txt
      sentiment --format json --all --abstain-above 0.1 "It has its moments."
      """)

  @Argument(
    help: ArgumentHelp(
      "Texts. Without any, or as -, the lines of standard input.", valueName: "text"))
  var texts: [String] = []

  @Option(
    help:
      "tsv, json (one object a line) or table; by default a table on a terminal and tsv elsewhere.")
  var format: ClassificationFormat?

  @Flag(help: "Show the probability of every label.")
  var all = false

  @Option(help: ArgumentHelp("Give no label of less probability.", valueName: "p"))
  var threshold: Double?

  @Option(help: ArgumentHelp("Give no label of more uncertainty, in nats.", valueName: "u"))
  var abstainAbove: Double?

  @OptionGroup var samples: SamplesOption

  @Option(help: ArgumentHelp("Seed of the samples.", valueName: "n"))
  var seed: UInt64 = 1

  @OptionGroup var model: ModelOption
  @OptionGroup var precision: PrecisionOption
  @OptionGroup var threads: ThreadsOption

  func validate() throws {
    if let threshold, !(0...1).contains(threshold) {
      throw ValidationError("--threshold is \(threshold); it must be 0 to 1")
    }
    if let abstainAbove, !(abstainAbove >= 0) {
      throw ValidationError("--abstain-above is \(abstainAbove); it must be 0 or more")
    }
    if abstainAbove != nil, samples.samples == 0 {
      throw ValidationError("--abstain-above needs samples of the weights; --samples is 0")
    }
  }

  func run() throws {
    let predictor = try model.load(precision.choice).predictor
    let options = SentimentClassifier.Options(
      samples: samples.samples, seed: seed, threads: threads.count)
    if abstainAbove != nil, try predictor.sampleCount(options) == 0 {
      throw CommandFailure(
        "the model has no dropout, so it has no uncertainty that --abstain-above could look at")
    }
    var formatter = ClassificationFormatter(
      format ?? (StandardOutput.isTerminal ? .table : .tsv), labels: predictor.labels)
    formatter.showsAll = all
    formatter.threshold = threshold
    formatter.uncertaintyLimit = abstainAbove
    formatter.isColoured = StandardOutput.hasColours
    let input = TextInput(
      texts, invitation: "reading texts, a line each; Ctrl-D ends", blockBytes: 1 << 17)
    try input.forEachBlock { block in
      let results = try predictor.classify(block.texts, options: options)
      try StandardOutput.write(formatter.lines(results, remarks: block.remarks))
    }
  }
}

extension ClassificationFormat: ExpressibleByArgument {}
