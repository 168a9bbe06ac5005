/// Where the syllables of an English word begin, by the principle of the maximal onset: of the
/// consonants between two vowels, the second syllable takes as many as can begin an English word.
enum Onsets {
  /// The position at which the syllable of the vowel at `vowel` begins.
  static func start(ofSyllableAt vowel: Int, in phones: [String]) -> Int {
    var first = vowel
    while first > 0, !ARPAbet.isVowel(phones[first - 1]) { first -= 1 }
    // The first syllable takes all that precedes it, English or not.
    guard first > 0 else { return 0 }
    while first < vowel, !isLegal(phones[first..<vowel]) { first += 1 }
    return first
  }

  private static func isLegal(_ consonants: ArraySlice<String>) -> Bool {
    consonants.count == 1
      ? consonants.first != "NG" : clusters.contains(consonants.joined(separator: " "))
  }

  private static let clusters: Set<String> = [
    "P L", "P R", "P Y", "B L", "B R", "B Y", "T R", "T W", "T Y", "D R", "D W", "D Y", "K L",
    "K R", "K W", "K Y", "G L", "G R", "G W", "G Y", "F L", "F R", "F Y", "V Y", "TH R", "TH W",
    "TH Y", "SH R", "S P", "S T", "S K", "S M", "S N", "S L", "S W", "S F", "S Y", "M Y", "N Y",
    "L Y", "HH Y", "HH W", "S P L", "S P R", "S P Y", "S T R", "S T Y", "S K L", "S K R", "S K W",
    "S K Y",
  ]
}
