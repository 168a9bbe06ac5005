import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Keeps released tensor memory for the next tensor of like size.
///
/// A training step asks for the same few dozen large buffers again and again. The system's allocator returns such
/// blocks to the kernel, and every step would pay for fresh pages. What is new comes in huge pages where the system
/// has them: to be given a page costs microseconds, and a program that transcribes one word would spend half its time
/// on thousands of them. The pool is an allocator and nothing else: it never changes a result.
package enum BufferPool {
  /// Blocks smaller than this go straight to the system.
  private static let smallest = 4096
  /// The pool keeps so many bytes of large blocks, or as many as were in use at a time: then a steady training step
  /// asks the system for nothing. What would go beyond is freed.
  private static let capacity = 1 << 28
  /// Large blocks are the system's; smaller ones are cut from slabs, which the pool keeps.
  private static let large = 1 << 20
  private static let slabSize = 1 << 22
  private static let hugePage = 1 << 21

  /// Memory for a tensor.
  struct Block {
    let address: UnsafeMutableRawPointer
    /// The bytes that it has, not those that were asked for.
    let size: Int
  }

  private struct Free: ~Copyable {
    var blocks: [Int: [UInt]] = [:]
    /// Bytes of large blocks that are free, that are in use, and the most that were.
    var bytes = 0
    var used = 0
    var mostUsed = 0
    /// What is left of the newest slab.
    var slab: Range<UInt> = 0..<0

    mutating func use(_ size: Int) {
      used += size
      mostUsed = max(mostUsed, used)
    }
  }

  private static let free = Mutex(Free())

  /// The size class that holds `bytes`: four classes between consecutive powers of two.
  static func sizeClass(_ bytes: Int) -> Int {
    if bytes <= smallest { return smallest }
    let power = 1 << (Int.bitWidth - 1 - (bytes - 1).leadingZeroBitCount)
    let step = power / 4
    return (bytes + step - 1) / step * step
  }

  /// A block of at least so many bytes. A free one up to twice as large will do: batches shrink step by step.
  static func allocate(bytes: Int) -> Block {
    let size = sizeClass(bytes)
    guard size > smallest else {
      return Block(address: .allocate(byteCount: max(bytes, 1), alignment: 64), size: bytes)
    }
    var found = size
    let address = free.withLock { free -> UInt? in
      while found <= 2 * size {
        if let address = free.blocks[found]?.popLast() {
          if found >= large {
            free.bytes -= found
            free.use(found)
          }
          return address
        }
        found = sizeClass(found + 1)
      }
      found = size
      if size >= large {
        free.use(size)
        return nil
      }
      if free.slab.count < size {
        let start = UInt(bitPattern: fresh(slabSize))
        free.slab = start..<start + UInt(slabSize)
      }
      defer { free.slab = free.slab.lowerBound + UInt(size)..<free.slab.upperBound }
      return free.slab.lowerBound
    }
    return Block(
      address: address.flatMap { UnsafeMutableRawPointer(bitPattern: $0) } ?? fresh(size),
      size: found)
  }

  static func deallocate(_ block: Block) {
    let size = block.size
    let kept =
      size > smallest
      && free.withLock { free in
        if size >= large {
          free.used -= size
          guard free.bytes + size <= max(capacity, free.mostUsed) else { return false }
          free.bytes += size
        }
        free.blocks[size, default: []].append(UInt(bitPattern: block.address))
        return true
      }
    if !kept { block.address.deallocate() }
  }

  /// New memory of the system.
  private static func fresh(_ size: Int) -> UnsafeMutableRawPointer {
    let block = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: hugePage)
    #if os(Linux)
      madvise(block, size, MADV_HUGEPAGE)  // advice: nothing is lost where it is not taken
    #endif
    return block
  }
}
