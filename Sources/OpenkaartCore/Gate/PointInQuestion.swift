/// The contact point a question is about, and where each side knows it.
struct PointInQuestion {
  let type: IdentifierType?
  /// The contact point; `nil` when there is none or none is needed.
  private let identifier: Identifier?
  /// The postal address, when the question is about post and it is known.
  private let address: ContactPoint?
  private let isPost: Bool
  /// The index of the point among those of the person's first side; `nil` where it is not known.
  private let first: Int?
  /// The same of the person's further sides, in their order.
  private let further: [Int?]

  /// Borrows what it reads, as everything does that is made once for each decision.
  init(
    on channel: Channel, of subject: borrowing [Identifier],
    in correspondence: borrowing Correspondence, at moment: Timestamp
  ) {
    type = channel.pointType
    isPost = channel == .post
    let sides = correspondence.sides
    guard let type else {
      address =
        isPost ? sides.lazy.compactMap { $0.history.attributes.address(at: moment) }.first : nil
      identifier = nil
      first = nil
      further = []
      return
    }
    address = nil
    let named = subject.firstIndex { $0.type == type }
    let chosen = named.map { subject[$0] } ?? correspondence.firstPoint(type, at: moment)
    first = chosen.flatMap { sides.first?.index(of: $0) }
    further = sides.count < 2 ? [] : sides.dropFirst().map { side in chosen.flatMap(side.index) }
    identifier = chosen
  }

  /// Where a message would go; `nil` when nowhere.
  var target: Correspondence.Target? { isPost ? .address : identifier.map { .point($0) } }

  /// The normal text of the point; `nil` when there is none or none is needed.
  var text: ContactPoint? { isPost ? address : identifier?.value }

  /// Whether one is needed and none is known.
  var isMissing: Bool { isPost ? address == nil : type != nil && identifier == nil }

  /// The index of the point on the side in a place among the person's sides.
  func index(place: Int) -> Int? {
    if place == 0 { return first }
    return place <= further.count ? further[place - 1] : nil
  }
}

extension Profile.Side {
  /// The index of a contact point among those of this side.
  fileprivate func index(of point: Identifier) -> Int? {
    let points = history.points
    for index in points.indices where points[index].identifier == point { return index }
    return nil
  }
}

extension Profile {
  /// The contact points of the person on a channel, the one a use takes first at the head.
  public func contactPoints(
    on channel: Channel, at moment: Timestamp, under policy: Policy
  ) -> [ContactPoint] {
    guard let type = channel.pointType else { return [] }
    let members = membership(at: moment).sides.map { sides[$0] }
    return Correspondence(sides: members, rules: policy.rules.contactPoint, at: moment)
      .pointsInOrder(type, at: moment).map(\.value)
  }
}

extension Timeline<Description.Attribute> {
  /// The postal address, when postal code and house number are both known.
  func address(at moment: Timestamp) -> ContactPoint? {
    guard let code = latest("postalCode", at: moment)?.value,
      let number = latest("houseNumber", at: moment)?.value
    else { return nil }
    return "\(code) \(number)"
  }
}
