/// The contact point a question is about, and where each side knows it.
struct PointInQuestion {
  /// The normal text of the point; `nil` when there is none or none is needed.
  let text: ContactPoint?
  let type: IdentifierType?
  /// Where a message would go; `nil` when nowhere.
  let target: Correspondence.Target?
  /// The index of the point among those of each side, in the order of the person's sides.
  private let indices: [Int?]
  let isMissing: Bool

  init(use: Use, in correspondence: Correspondence, at moment: Timestamp) {
    type = use.channel.pointType
    let sides = correspondence.sides
    guard let type else {
      let isPost = use.channel == .post
      text = isPost ? sides.lazy.compactMap { $0.history.address(at: moment) }.first : nil
      target = isPost ? .address : nil
      indices = []
      isMissing = isPost && text == nil
      return
    }
    let named = use.subject.first { $0.type == type }
    let chosen =
      named
      ?? correspondence.pointsInOrder(type, at: moment).first.flatMap { Identifier(type, $0) }
    text = chosen?.value
    target = chosen.map { .point($0) }
    isMissing = chosen == nil
    indices = sides.map { side in
      side.history.points.firstIndex { $0.identifier == chosen }
    }
  }

  /// The index of the point on the side in a place among the person's sides.
  func index(place: Int) -> Int? { place < indices.count ? indices[place] : nil }
}

extension Profile {
  /// The contact points of the person on a channel, the one a use takes first at the head.
  public func contactPoints(
    on channel: Channel, at moment: Timestamp, under policy: Policy
  ) -> [ContactPoint] {
    guard let type = channel.pointType else { return [] }
    let members = membership(at: moment).sides.map { sides[$0] }
    return Correspondence(sides: members, rules: policy.rules.contactPoint, at: moment)
      .pointsInOrder(type, at: moment)
  }
}

extension History {
  /// The postal address, when postal code and house number are both known.
  func address(at moment: Timestamp) -> ContactPoint? {
    guard let code = latest("postalCode", at: moment)?.value,
      let number = latest("houseNumber", at: moment)?.value
    else { return nil }
    return "\(code) \(number)"
  }
}
