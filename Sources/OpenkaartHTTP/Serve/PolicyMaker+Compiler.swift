import OpenkaartService

extension PolicyMaker {
  /// Makes the gate of a policy that was applied; the server does not start on one that it cannot use.
  var compile: PolicyBook.Compiler {
    { [judge] policy in
      switch judge(policy.text) {
      case .usable(let gate, _): return gate
      case .mistakes: throw ServerError.policyUnusable(version: policy.version)
      }
    }
  }
}
