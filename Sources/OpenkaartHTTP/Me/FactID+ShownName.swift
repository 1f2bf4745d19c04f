import OpenkaartCore
import OpenkaartService

extension FactID {
  /// The name by which a fact is asked for in an address; it says nothing of the fact.
  var shownName: String {
    Secret.digest(of: "\(source)\u{0}\(id)").prefix(12)
      .map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
