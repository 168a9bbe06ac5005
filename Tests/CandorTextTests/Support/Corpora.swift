import CandorText
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The large corpora, which are not in the repository.
enum Corpora {
  static let folder =
    getenv("CANDOR_CORPORA").map { String(cString: $0) } ?? PackageFolder.root
    + "/../shared/corpora"

  static let cmudict = folder + "/cmudict/cmudict.dict"
  static let testWords = folder + "/cmudict/g014b2b.words"
  static let testReferences = folder + "/cmudict/g014b2b.ref"

  static let haveCMUdict = [cmudict, testWords, testReferences].allSatisfy {
    (path: String) in access(path, R_OK) == 0
  }

  static let withoutCMUdict: Comment =
    "the corpus cmudict is not there: point CANDOR_CORPORA to the folder that holds it"
}

extension Trait where Self == ConditionTrait {
  /// Skips a test, and says so, where the corpus is absent.
  static var needsCMUdict: Self { .enabled(if: Corpora.haveCMUdict, Corpora.withoutCMUdict) }
}
