#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// How far a long run is, on standard error if that is a terminal.
package struct Progress {
  private let total: Int
  private let isShown = isatty(STDERR_FILENO) == 1

  /// Of so many.
  package init(total: Int) { self.total = total }

  /// So many are done.
  package func show(_ done: Int) { if isShown { write("\r\(done) of \(total)\u{1B}[K") } }

  /// Nothing more is to be shown.
  package func clear() { if isShown { write("\r\u{1B}[K") } }

  private func write(_ text: String) {
    var text = text
    _ = text.withUTF8 { platformWrite(STDERR_FILENO, $0.baseAddress, $0.count) }
  }
}
