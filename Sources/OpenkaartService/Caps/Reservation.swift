public import OpenkaartCore

/// A place under the frequency caps of one person, kept free for a message about to be sent.
///
/// While it is held it counts as a message of its own, for every sender. It ends by being used, by
/// being cancelled, or by itself with the permit it came with.
public struct Reservation: Hashable, Sendable {
  public let id: ReservationID
  /// The use it was taken for.
  public let use: Use
  /// Where the message goes; `nil` on channels without contact points.
  public let contactPoint: ContactPoint?
  public let takenAt: Timestamp
  /// The first moment at which it no longer counts.
  public let expiresAt: Timestamp
  /// Who took it.
  public let sender: String

  public init(
    id: ReservationID, use: Use, contactPoint: ContactPoint?, takenAt: Timestamp,
    expiresAt: Timestamp, sender: String
  ) {
    self.id = id
    self.use = use
    self.contactPoint = contactPoint
    self.takenAt = takenAt
    self.expiresAt = expiresAt
    self.sender = sender
  }

  /// What became of a reservation that was not left to expire.
  public enum State: UInt8, Hashable, Sendable {
    case held = 0
    case used = 1
    case cancelled = 2
  }

  /// Whether it counts at a moment, as long as nobody ends it.
  public func isHeld(at moment: Timestamp) -> Bool { moment < expiresAt }

  /// The message it stands for, as the gate counts it: of no activity, so that it is never taken for
  /// the same send as another.
  public var promised: Fact { fact(activity: nil, at: takenAt) }

  /// The message once it is handed off.
  public func sent(at moment: Timestamp) -> Fact { fact(activity: use.activity?.id, at: moment) }

  private func fact(activity: String?, at moment: Timestamp) -> Fact {
    .handedOff(
      use, to: contactPoint, activity: activity, as: id.text, by: sender, at: moment)
  }
}

/// The opaque name of a reservation.
public typealias ReservationID = OpaqueID<Reservation>

extension Fact {
  /// That a message was handed off by us.
  static func handedOff(
    _ use: Use, to point: ContactPoint?, activity: String?, as id: String, by sender: String,
    at moment: Timestamp
  ) -> Fact {
    Fact(
      id: FactID(source: FactID.ownSource, id: id), subject: use.subject, occurredAt: moment,
      recordedAt: moment,
      content: .contacted(
        Contact(
          channel: use.channel, purpose: use.purpose, activity: activity,
          contactPoint: use.channel.pointType == nil ? nil : point, sender: sender)))
  }
}

extension FactID {
  /// The source of what Openkaart itself tells.
  package static let ownSource = "openkaart"
}
