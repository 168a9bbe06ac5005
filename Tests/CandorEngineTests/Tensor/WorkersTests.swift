import Dispatch
import Synchronization
import Testing

import CandorEngine

struct WorkersTests {
  /// How often each place was visited.
  private static func visits(count: Int, size: Int, threads: Int) -> [Int] {
    var visits = [Int](repeating: 0, count: count)
    visits.withUnsafeMutableBufferPointer { visits in
      nonisolated(unsafe) let visits = visits
      Workers(threads: threads).forEachChunk(of: count, size: size) { range in
        for index in range { visits[index] += 1 }
      }
    }
    return visits
  }

  @Test(arguments: [1, 2, 3, 9])
  func everyChunkIsVisitedOnce(threads: Int) {
    for round in 0..<2_000 {
      let visits = Self.visits(count: 1 + round % 37, size: 1 + round % 5, threads: threads)
      #expect(visits.allSatisfy { $0 == 1 }, "round \(round)")
    }
  }

  /// Both threads must be at work at the same time, or neither gets on; and again after the helper has gone to sleep.
  @Test func aHelperComesEachTimeItIsCalled() {
    // Of its own: another test may have taken the shared one.
    let pool = ThreadPool()
    for _ in 0..<5 {
      let present = Atomic(0)
      let deadline = DispatchTime.now() + .seconds(20)
      pool.run(helpers: 1) {
        present.add(1, ordering: .sequentiallyConsistent)
        while present.load(ordering: .sequentiallyConsistent) < 2, DispatchTime.now() < deadline {}
      }
      #expect(present.load(ordering: .sequentiallyConsistent) == 2)
      DispatchSemaphore(value: 0).wait(milliseconds: 5)
    }
  }

  /// The second caller finds the pool taken and works alone.
  @Test func manyCallersAtATimeGetEachTheirOwn() {
    let wrong = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 8) { caller in
      for round in 0..<500 {
        let visits = Self.visits(count: caller + round % 11, size: 2, threads: 3)
        if !visits.allSatisfy({ $0 == 1 }) { wrong.add(1, ordering: .relaxed) }
      }
    }
    #expect(wrong.load(ordering: .relaxed) == 0)
  }

  @Test func workWithinWorkIsDone() throws {
    let sums = try Workers(threads: 2).map(6) { job in
      Self.visits(count: 10 * job, size: 3, threads: 2).reduce(0, +)
    }
    #expect(sums == [0, 10, 20, 30, 40, 50])
  }

  @Test(arguments: [1, 2]) func bothResultsAreThere(threads: Int) throws {
    struct Failure: Error, Equatable { let job: Int }
    let workers = Workers(threads: threads)
    let results = try workers.both({ 7 }, { "seven" })
    #expect(results == (7, "seven"))
    #expect(throws: Failure(job: 1)) {
      _ = try workers.both({ throw Failure(job: 1) }, { throw Failure(job: 2) })
    }
    #expect(throws: Failure(job: 2)) { _ = try workers.both({}, { throw Failure(job: 2) }) }
  }

  @Test func theFirstErrorInTheOrderOfJobsIsThrown() {
    struct Failure: Error, Equatable { let job: Int }
    #expect(throws: Failure(job: 3)) {
      try Workers(threads: 4).map(8) { job in if job >= 3 { throw Failure(job: job) } }
    }
  }
}

extension DispatchSemaphore {
  /// Sleeps.
  fileprivate func wait(milliseconds: Int) {
    _ = wait(timeout: .now() + .milliseconds(milliseconds))
  }
}
