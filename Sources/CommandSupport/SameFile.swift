#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Whether two paths lead to one file that exists, by whatever links.
package func areSameFile(_ one: String, _ other: String) -> Bool {
  func identity(_ path: String) -> [Int]? {
    let target = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: target),
      let device = attributes[.systemNumber] as? Int,
      let file = attributes[.systemFileNumber] as? Int
    else { return nil }
    return [device, file]
  }
  guard let file = identity(one) else { return false }
  return file == identity(other)
}
