import OpenkaartService
import Testing

struct OpaqueIDTests {
  @Test func `a name is its 32 small digits and nothing else`() {
    for _ in 0..<1_000 {
      let name = CustomerID.random()
      #expect(name.text.utf8.count == 32)
      #expect(CustomerID(parsing: name.text) == name)
      #expect(CustomerID(parsing: name.text.dropLast()) == nil)
      #expect(CustomerID(parsing: name.text + "0") == nil)
    }
    let known = CustomerID(high: 0x0123_4567_89AB_CDEF, low: 0x0000_0000_0000_000F)
    #expect(known.text == "0123456789abcdef000000000000000f")
    for wrong in [known.text.uppercased(), "g" + known.text.dropFirst(), "", "٠" + known.text] {
      #expect(CustomerID(parsing: wrong) == nil)
    }
  }
}
