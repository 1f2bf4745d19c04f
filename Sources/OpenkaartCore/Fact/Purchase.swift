/// A sale to the person.
public struct Purchase: Hashable, Sendable {
  public let order: String?
  /// The selling legal entity; `nil` is the controller's own.
  public let entity: String?
  public let lines: [Line]
  /// How it was paid; unknown does not count as a sale.
  public let saleKind: SaleKind?
  /// Whether a clear, free opt-out was offered when the address was taken.
  public let optOutOffered: Bool?

  public init(
    order: String?, entity: String? = nil, lines: [Line], saleKind: SaleKind? = nil,
    optOutOffered: Bool? = nil
  ) {
    self.order = order
    self.entity = entity
    self.lines = lines
    self.saleKind = saleKind
    self.optOutOffered = optOutOffered
  }

  public struct Line: Hashable, Sendable {
    public let product: String?
    public let productLine: String?
    public let quantity: Int64
    /// The price per unit in whole minor units.
    public let priceCents: Int64?

    public init(product: String?, productLine: String?, quantity: Int64 = 1, priceCents: Int64?) {
      self.product = product
      self.productLine = productLine
      self.quantity = quantity
      self.priceCents = priceCents
    }
  }
}

/// How a sale was paid.
///
/// - SeeAlso: Inteligo, C-654/23, for the free account inside an offer with a paid tier.
public enum SaleKind: String, Hashable, Sendable, CaseIterable {
  case paid
  case freemiumWithPaidTier = "freemium_with_paid_tier"
  case pureFree = "pure_free"

  /// Whether this is a sale in the sense of the soft opt-in.
  public var isSale: Bool { self != .pureFree }
}

/// Goods that came back.
public struct Return: Hashable, Sendable {
  public let order: String?
  public let lines: [Purchase.Line]

  public init(order: String?, lines: [Purchase.Line]) {
    self.order = order
    self.lines = lines
  }
}

/// Something promised to the person, such as a delivery.
public struct Promise: Hashable, Sendable {
  public let promise: String?
  public let what: String?
  public let due: Timestamp?

  public init(promise: String?, what: String? = nil, due: Timestamp? = nil) {
    self.promise = promise
    self.what = what
    self.due = due
  }
}
