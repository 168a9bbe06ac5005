import Synchronization

/// Keeps released tensor memory for the next tensor of like size.
///
/// A training step asks for the same few dozen large buffers again and again. The system's allocator returns such
/// blocks to the kernel, and every step would pay for fresh pages. The pool is an allocator and nothing else: it
/// never changes a result.
package enum BufferPool {
  /// Blocks smaller than this go straight to the system.
  private static let smallest = 4096
  /// The pool holds at most this many bytes; what would go beyond is freed.
  private static let capacity = 1 << 28

  private struct Free: ~Copyable {
    var blocks: [Int: [UInt]] = [:]
    var bytes = 0
  }

  private static let free = Mutex(Free())

  /// The size class that holds `bytes`: four classes between consecutive powers of two.
  static func sizeClass(_ bytes: Int) -> Int {
    if bytes <= smallest { return smallest }
    let power = 1 << (Int.bitWidth - 1 - (bytes - 1).leadingZeroBitCount)
    let step = power / 4
    return (bytes + step - 1) / step * step
  }

  static func allocate(bytes: Int) -> UnsafeMutableRawPointer {
    let size = sizeClass(bytes)
    if size > smallest {
      let address = free.withLock { free -> UInt? in
        guard let address = free.blocks[size]?.popLast() else { return nil }
        free.bytes -= size
        return address
      }
      if let address, let block = UnsafeMutableRawPointer(bitPattern: address) { return block }
    }
    return .allocate(byteCount: bytes <= smallest ? max(bytes, 1) : size, alignment: 64)
  }

  static func deallocate(_ block: UnsafeMutableRawPointer, bytes: Int) {
    let size = sizeClass(bytes)
    if size > smallest {
      let kept = free.withLock { free -> Bool in
        guard free.bytes + size <= capacity else { return false }
        free.blocks[size, default: []].append(UInt(bitPattern: block))
        free.bytes += size
        return true
      }
      if kept { return }
    }
    block.deallocate()
  }
}
