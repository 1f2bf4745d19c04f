/// The opaque name of a customer.
///
/// It stays valid when customers are joined: both names then lead to the same facts.
public typealias CustomerID = OpaqueID<Customer>

/// What a ``CustomerID`` names.
public enum Customer {}
