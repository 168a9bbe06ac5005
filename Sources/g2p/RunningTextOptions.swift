import ArgumentParser
import Candor
import CandorText
import CommandSupport

/// How running text becomes words.
struct RunningTextOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      What is written out before it is read: all (the default), none, or some of \
      \(ExpansionRule.allCases.map(\.rawValue).joined(separator: ",")). Languages other than English \
      have numbers alone.
      """, valueName: "rules"),
    transform: { text in
      do { return try ExpansionRule.list(text) } catch { throw ValidationError("\(error)") }
    })
  var expand: Set<ExpansionRule> = Set(ExpansionRule.allCases)

  @Option(
    help: ArgumentHelp(
      """
      The language of the text, such as en, en-GB or de; by default English if the model's phones \
      are those of English, else the locale it was trained with, unless that is en.
      """, valueName: "locale"))
  var language: String?

  /// An expander for a language.
  ///
  /// - Throws: `CommandFailure` for a language that was asked for and has no rules
  func expander(
    language fallback: String, tokenizer: Tokenizer = Tokenizer(), lexicon: LayeredLexicon
  ) throws -> TextExpander {
    let expander = TextExpander(
      locale: language ?? fallback, rules: expand, tokenizer: tokenizer, lexicon: lexicon)
    if let language, !expander.expands, expand.contains(.numbers), tokenizer.mode == .words {
      throw CommandFailure(
        "--language \(Escaping.column(language)): ICU knows no number words of it; --expand none reads "
          + "the text as it stands")
    }
    return expander
  }
}

/// What happens to punctuation.
enum PunctuationChoice: String, ExpressibleByArgument, CaseIterable {
  case keep
  case drop
}
