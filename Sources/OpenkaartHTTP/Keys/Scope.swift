/// What a key to the API may do.
public enum Scope: String, Hashable, Sendable, CaseIterable {
  case factsWrite = "facts:write"
  case decisionsRead = "decisions:read"
  case audiencesRead = "audiences:read"
  case customersRead = "customers:read"
  case policyWrite = "policy:write"
  case handoffsWrite = "handoffs:write"
}
