import Candor
import Testing

@Suite struct RecentlyUsedTests {
  @Test func whatIsAskedForStays() {
    var table = RecentlyUsed<Int, String>(capacity: 8)
    for key in 0..<4 { table.insert("\(key)", for: key) }
    #expect(table.count == 4)
    for key in 4..<100 {
      table.insert("\(key)", for: key)
      #expect(table.value(of: 0) == "0")
      #expect(table.value(of: key) == "\(key)")
      #expect(table.count <= 8)
    }
    #expect(table.value(of: 1) == nil)
    table.insert("new", for: 0)
    #expect(table.value(of: 0) == "new")
  }

  @Test func nothingIsForgottenThatFits() {
    var table = RecentlyUsed<Int, Int>(capacity: 100)
    for round in 0..<10 { for key in 0..<50 { table.insert(round, for: key) } }
    #expect(table.count == 50 && table.value(of: 0) == 9)
  }

  @Test(arguments: [-1, 0, 1])
  func withoutRoomNothingIsKept(capacity: Int) {
    var table = RecentlyUsed<Int, Int>(capacity: capacity)
    table.insert(1, for: 1)
    #expect(table.value(of: 1) == nil && table.count == 0)
  }
}
