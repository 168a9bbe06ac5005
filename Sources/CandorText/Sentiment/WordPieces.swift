/// The pieces of a word that tell something of words never seen: its character n-grams, with marks for the word's ends
/// (Bojanowski et al. 2017, §3.2).
public enum WordPieces {
  /// The shortest and the longest piece, in scalars, the marks `<` and `>` included.
  public static let lengths = 3...5

  /// The distinct pieces of a word, in order: those of `<word>`. A long word gives those of its first 40 scalars.
  public static func pieces(of word: String) -> [String] {
    var word = word
    if word.utf8.count > 40 {
      word = String(String.UnicodeScalarView(word.unicodeScalars.prefix(40)))
    }
    let marked = Array("<".utf8) + word.utf8 + [0x3E]
    // Where scalars begin: pieces are cut from the bytes, which is several times faster than from scalars.
    let starts = marked.indices.filter { marked[$0] & 0xC0 != 0x80 } + [marked.count]
    let scalars = starts.count - 1
    var pieces: [String] = []
    for length in lengths where length <= scalars {
      for start in 0...(scalars - length) {
        let piece = String(decoding: marked[starts[start]..<starts[start + length]], as: UTF8.self)
        if !pieces.contains(piece) { pieces.append(piece) }
      }
    }
    return pieces
  }
}
