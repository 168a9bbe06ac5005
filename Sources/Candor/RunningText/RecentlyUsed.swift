/// A table of bounded size that forgets what was not asked for of late.
///
/// Two generations of half the size: what is asked for goes into the younger one; when that is full, it becomes the
/// older one, whose contents are forgotten.
package struct RecentlyUsed<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  /// Values held at most.
  package let capacity: Int

  private var younger: [Key: Value] = [:]
  private var older: [Key: Value] = [:]

  /// An empty table.
  package init(capacity: Int) {
    self.capacity = max(0, capacity)
  }

  /// Values held.
  package var count: Int { younger.count + older.keys.count { younger[$0] == nil } }

  /// The value of a key, which counts as asked for.
  package mutating func value(of key: Key) -> Value? {
    if let value = younger[key] { return value }
    guard let value = older[key] else { return nil }
    insert(value, for: key)
    return value
  }

  /// Keeps a value.
  package mutating func insert(_ value: Value, for key: Key) {
    guard capacity > 1 else { return }
    if younger.count >= capacity / 2, younger[key] == nil {
      older = younger
      younger.removeAll()
    }
    younger[key] = value
  }
}
