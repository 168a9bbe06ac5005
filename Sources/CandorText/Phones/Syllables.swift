/// The syllables of a word, by the principle of the maximal onset: of the consonants between two vowels the second
/// syllable takes as many as can begin one.
///
/// ARPAbet's consonants begin a syllable as they begin an English word. Those of the IPA, which may be of any
/// language, do where the mouth opens from one to the next (plosive, fricative, nasal, liquid, glide), also after an
/// s or its like; a single consonant always does.
public enum Syllables {
  /// The phones in parts with one vowel each; all in one part if there is no vowel.
  ///
  ///     Syllables.of(["F", "AH0", "N", "AA1", "L"])  // [["F", "AH0"], ["N", "AA1", "L"]]
  public static func of(_ phones: [String]) -> [[String]] {
    var parts: [[String]] = []
    var start = 0
    for vowel in phones.indices where isVowel(phones[vowel]) {
      let next = Self.start(ofSyllableAt: vowel, in: phones)
      if next > start {
        parts.append(Array(phones[start..<next]))
        start = next
      }
    }
    if start < phones.count { parts.append(Array(phones[start...])) }
    return parts
  }

  /// The position at which the syllable of the vowel at `vowel` begins.
  static func start(ofSyllableAt vowel: Int, in phones: [String]) -> Int {
    var first = vowel
    while first > 0, !isVowel(phones[first - 1]) { first -= 1 }
    // The first syllable takes all that precedes it, whether a word can begin so or not.
    guard first > 0 else { return 0 }
    while first < vowel, !isOnset(phones[first..<vowel]) { first += 1 }
    return first
  }

  private static func isVowel(_ phone: String) -> Bool {
    ARPAbet.isVowel(phone) || IPAPhone.isVowel(phone)
  }

  private static func isOnset(_ consonants: ArraySlice<String>) -> Bool {
    if consonants.allSatisfy(ARPAbet.isConsonant) {
      return consonants.count == 1
        ? consonants.first != "NG" : clusters.contains(consonants.joined(separator: " "))
    }
    guard consonants.count > 1, let first = consonants.first else { return true }
    let rest = IPAPhone.isSibilant(first) ? consonants.dropFirst() : consonants
    let openings = rest.map { IPAPhone.sonority($0) ?? 0 }
    return !openings.contains(0) && zip(openings, openings.dropFirst()).allSatisfy { $0 < $1 }
  }

  private static let clusters: Set<String> = [
    "P L", "P R", "P Y", "B L", "B R", "B Y", "T R", "T W", "T Y", "D R", "D W", "D Y", "K L",
    "K R", "K W", "K Y", "G L", "G R", "G W", "G Y", "F L", "F R", "F Y", "V Y", "TH R", "TH W",
    "TH Y", "SH R", "S P", "S T", "S K", "S M", "S N", "S L", "S W", "S F", "S Y", "M Y", "N Y",
    "L Y", "HH Y", "HH W", "S P L", "S P R", "S P Y", "S T R", "S T Y", "S K L", "S K R", "S K W",
    "S K Y",
  ]
}
