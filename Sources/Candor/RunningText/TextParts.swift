extension TextTranscription {
  /// Each word as a text of its own, and, if they are kept, the marks between; what cannot be read comes last.
  func parts(keepingPunctuation: Bool) -> [TextTranscription] {
    var parts: [TextTranscription] = []
    var marks = keepingPunctuation ? punctuation[...] : []
    for place in 0...words.count {
      while let mark = marks.first, mark.place <= place {
        parts.append(
          TextTranscription(
            text: mark.text, words: [Transcription(mark.text, known: [mark.text], from: .text)]))
        marks.removeFirst()
      }
      if place < words.count {
        parts.append(TextTranscription(text: words[place].word, words: [words[place]]))
      }
    }
    // Of a text without words, marks are what was skipped.
    for text in skippedBetweenWords where !(keepingPunctuation && words.isEmpty && isMark(text)) {
      parts.append(TextTranscription(text: text, words: [], skippedBetweenWords: [text]))
    }
    if !remarks.isEmpty {
      if parts.isEmpty { parts = [TextTranscription(text: "", words: [])] }
      parts[0].remarks = remarks
    }
    return parts
  }

  private func isMark(_ text: String) -> Bool { punctuation.contains { $0.text == text } }

  /// Where each word stands in the text, counted in Unicode scalars; nil for a word without a place.
  var wordPlaces: [Range<Int>?] {
    let scalars = text.unicodeScalars
    var index = scalars.startIndex
    var count = 0
    // Words stand in order, so that one pass suffices; words of one expression share their place.
    func place(_ target: String.Index) -> Int {
      if target < index {
        (index, count) = (scalars.startIndex, 0)
      }
      count += scalars.distance(from: index, to: target)
      index = target
      return count
    }
    var last: (range: Range<String.Index>, place: Range<Int>)?
    return words.map { word in
      guard let range = word.range, range.upperBound <= text.endIndex else { return nil }
      if let last, last.range == range { return last.place }
      let place = place(range.lowerBound)..<place(range.upperBound)
      last = (range, place)
      return place
    }
  }
}
