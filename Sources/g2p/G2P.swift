import ArgumentParser

/// The command; without a verb it transcribes.
struct G2P: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "g2p",
    abstract: "Transcribe words into phones, and say how sure that is.",
    usage: """
      g2p [<word> ...] [<options of transcribe>]
      g2p <verb> [<options>]
      """,
    discussion: """
      g2p hello phonology
      g2p < words.txt > words.tsv
      g2p --format json --nbest 3 tear
      g2p evaluate --lexicon test.dict
      g2p audit my.dict
      g2p extend --lexicon my.dict --words words.txt
      g2p train --lexicon cmudict.dict --output my-model

      A word that is also the name of a verb: g2p transcribe train
      """,
    version: "0.1.0",
    subcommands: [
      TranscribeCommand.self, NormalizeCommand.self, ScoreCommand.self, AuditCommand.self,
      ExtendCommand.self, EvaluateCommand.self, TrainCommand.self, AlignCommand.self,
      VocabularyCommand.self, InfoCommand.self,
    ],
    defaultSubcommand: TranscribeCommand.self)
}
