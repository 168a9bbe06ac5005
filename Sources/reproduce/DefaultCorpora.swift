#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Where corpora lie unless an option says otherwise.
var defaultCorpora: String {
  guard let path = getenv("CANDOR_CORPORA"), path.pointee != 0 else { return "../shared/corpora" }
  return String(cString: path)
}
