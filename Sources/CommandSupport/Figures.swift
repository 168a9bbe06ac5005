import CandorFigures

extension [(name: String, figure: Figure)] {
  /// Draws all into a folder. Where gnuplot is missing or fails, the numbers and the scripts of all are written before
  /// that ends the run.
  ///
  /// - Throws: `CommandFailure` that names what was not drawn; `FileAccessError` for what cannot be written
  package func write(to folder: String) throws {
    var missing: [String] = []
    for (name, figure) in self {
      do {
        try figure.write(to: folder, name: name)
      } catch let error as FigureError {
        if missing.isEmpty { Note.write("\(error)") }
        missing.append(name)
      }
    }
    guard missing.isEmpty else {
      throw CommandFailure("\(folder): not drawn: \(missing.joined(separator: ", "))")
    }
  }
}
