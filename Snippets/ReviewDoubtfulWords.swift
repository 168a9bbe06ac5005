// Transcribes words and prints those that a person should look at, most doubtful first.

import Candor

let words = ["hello", "phonology", "Worcestershire", "photograph", "dvořák"]
let g2p = try GraphemeToPhoneme()
let transcriptions = try g2p.transcribe(words)
for transcription in transcriptions.sorted(by: { $0.confidence < $1.confidence })
where transcription.confidence < 0.8 {
  print(
    transcription.word, transcription.phones.joined(separator: " "), transcription.confidence,
    transcription.uncertainty ?? 0, separator: "\t")
}
