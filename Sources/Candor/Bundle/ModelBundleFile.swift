/// The files of a `ModelBundle` beside its manifest and its weights.
enum ModelBundleFile {
  static let graphemes = "graphemes.txt"
  static let phonemes = "phonemes.txt"
  static func rescorer(_ index: Int) -> String { "rescorer-\(index + 1).safetensors" }
  static let joint = "joint.ngrams"
  static let analogies = "analogies.lexicon"
  static let knownWords = "known.words"
  static let traits = "confidence.traits"
  static let confidence = "confidence.safetensors"
  static func outcomes(sampled: Bool) -> String {
    sampled ? "outcomes-sampled.tsv" : "outcomes-mean.tsv"
  }

  /// A file that only some bundles have.
  struct Extra: Sendable {
    let name: String
    /// Whether a bundle has it, by its manifest; `nil` where that does not tell.
    let isPresent: @Sendable (BundleManifest) -> Bool?
  }

  /// The files that only some bundles have.
  static let extras: [Extra] =
    [joint, analogies].map { Extra(name: $0) { $0.hybrid == nil ? false : nil } }
    + (0..<Hybrid.mostRescorers).map { index in
      Extra(name: rescorer(index)) { index < $0.rescorers?.count ?? 0 }
    }
    + [
      Extra(name: knownWords) { $0.knownWords != nil },
      Extra(name: traits) { $0.traits != nil },
      Extra(name: confidence) { $0.confidenceNetworks == true },
      Extra(name: outcomes(sampled: true)) { $0.outcomes?.sampled ?? 0 > 0 },
      Extra(name: outcomes(sampled: false)) { $0.outcomes?.deterministic ?? 0 > 0 },
    ]

  /// Why files and fields of a manifest do not belong together, or `nil`: a field was lost, or a checksum.
  static func problem(of manifest: BundleManifest) -> String? {
    for file in extras {
      switch (file.isPresent(manifest), manifest.files[file.name] != nil) {
      case (false, true): return "a checksum of \(file.name), of which nothing is said"
      case (true, false): return "no checksum of \(file.name)"
      default: continue
      }
    }
    if manifest.hybrid == nil,
      manifest.rescorers != nil || manifest.knownWords != nil || manifest.traits != nil
        || manifest.confidenceNetworks != nil || manifest.outcomes != nil
    {
      return "models beside the network, and no hybrid to weigh them"
    }
    return nil
  }
}
