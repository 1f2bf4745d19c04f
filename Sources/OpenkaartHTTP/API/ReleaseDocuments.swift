import OpenkaartCore
import OpenkaartService

/// A release and what became of it, as JSON.
struct ReleaseDocument {
  let status: ReleaseStatus

  init(_ status: ReleaseStatus) { self.status = status }

  func write(to json: inout JSONWriter) {
    let release = status.release
    json.object { json in
      json.key("release")
      json.string(release.id.text)
      json.key("state")
      json.string(release.state.rawValue)
      json.key("purpose")
      json.string(release.question.purpose)
      json.key("channel")
      json.string(release.question.channel.rawValue)
      if let segment = release.question.segment {
        json.key("segment")
        SegmentName(segment).write(to: &json)
      }
      if let activity = release.question.activity {
        json.key("activity")
        activity.document(to: &json)
      }
      json.key("createdBy")
      json.string(release.createdBy)
      json.key("frozenAt")
      if let moment = release.frozenAt { json.string(moment.rfc3339()) } else { json.null() }
      if let version = release.policyVersion {
        json.key("policyVersion")
        json.string(version)
      }
      for (key, count) in [
        ("members", release.members), ("pages", release.pages),
        ("pagesHandedOff", status.pagesHanded), ("nextPage", status.nextPage),
      ] {
        json.key(key)
        json.integer(count)
      }
      status.result.write(to: &json)
    }
  }
}

extension PageResult {
  fileprivate func write(to json: inout JSONWriter) {
    json.key("handedOff")
    json.integer(handed)
    json.key("dropped")
    json.object { json in
      for (code, count) in dropped.sorted(by: { $0.key < $1.key }) {
        json.key(code)
        json.integer(count)
      }
    }
  }
}

/// The address at which the receiver of a message ends messages like it; `nil` where there is none.
typealias WayOut = @Sendable (Decision) -> String?

/// A page that was handed off, as JSON.
struct HandedDocument {
  let page: ReleaseDesk.HandedPage
  private let wayOut: WayOut

  init(_ page: ReleaseDesk.HandedPage, _ wayOut: @escaping WayOut) {
    self.page = page
    self.wayOut = wayOut
  }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.key("page")
      json.integer(page.page)
      json.key("next")
      if let next = page.next { json.integer(next) } else { json.null() }
      page.result.write(to: &json)
      json.key("members")
      json.array { list in
        for member in page.members { member.write(page: page.page, wayOut, to: &list) }
      }
    }
  }
}

extension HandedMember {
  /// Writes whom to send to, and the leave to do so.
  func write(page: Int, _ wayOut: WayOut, to json: inout JSONWriter) {
    json.object { json in
      json.key("token")
      json.string(token.text)
      json.key("page")
      json.integer(page)
      json.key("customer")
      json.string(customer.text)
      json.key("contactPoint")
      if let point = decision.contactPoint { json.string(point) } else { json.null() }
      json.key("basis")
      json.string(decision.firstReason.rawValue)
      json.key("obligations")
      json.array { list in
        for obligation in decision.obligations { list.string(obligation.rawValue) }
      }
      json.key("permit")
      json.string(permit.text)
      json.key("expiresAt")
      json.string(permit.expiresAt.rfc3339())
      guard let address = wayOut(decision) else { return }
      json.key("unsubscribeURL")
      json.string(address)
    }
  }
}

/// How the members are written that are streamed.
enum HandOffFormat {
  case lines, table

  /// Takes the form that `Accept` likes; `nil` is one page as JSON.
  init?(accepting header: String?) throws(Problem) {
    for type in MemberFormat.types(in: header) {
      switch type {
      case "application/json", "application/*", "*/*": return nil
      case "application/x-ndjson":
        self = .lines
        return
      case "text/csv", "text/*":
        self = .table
        return
      default: continue
      }
    }
    var problem = Problem(.requestNotAcceptable)
    problem.accepts = ["application/json", "application/x-ndjson", "text/csv"]
    throw problem
  }

  var mediaType: String {
    switch self {
    case .lines: MemberFormat.lines.mediaType
    case .table: MemberFormat.table.mediaType
    }
  }

  var suffix: String {
    switch self {
    case .lines: MemberFormat.lines.suffix
    case .table: MemberFormat.table.suffix
    }
  }

  /// What comes before the first member.
  var head: [UInt8] {
    switch self {
    case .lines: []
    case .table: Array((HandOffRow.head + "\r\n").utf8)
    }
  }

  func row(of member: HandedMember, page: Int, _ wayOut: WayOut) -> [UInt8] {
    switch self {
    case .lines:
      JSONWriter.bytes { member.write(page: page, wayOut, to: &$0) } + [UInt8(ascii: "\n")]
    case .table: Array((HandOffRow.text(of: member, page: page, wayOut) + "\r\n").utf8)
    }
  }
}

/// A member as a row of CSV.
enum HandOffRow {
  static let head =
    "token,page,customer,contactPoint,basis,obligations,permit,expiresAt,unsubscribeURL"

  static func text(
    of member: HandedMember, page: Int, _ wayOut: WayOut
  ) -> String {
    let decision = member.decision
    return [
      member.token.text, "\(page)", member.customer.text, quoted(decision.contactPoint ?? ""),
      decision.firstReason.rawValue,
      decision.obligations.map(\.rawValue).joined(separator: " "), member.permit.text,
      member.permit.expiresAt.rfc3339(), wayOut(decision) ?? "",
    ].joined(separator: ",")
  }

  /// What a spreadsheet would run as a formula gets a mark before it; a telephone number none.
  private static func quoted(_ cell: String) -> String {
    let isFormula = cell.first.map { "=@-\t\r".contains($0) } ?? false
    let text = isFormula ? "'" + cell : cell
    guard text.contains(where: { ",\"\n\r".contains($0) }) else { return text }
    return "\"" + text.replacing("\"", with: "\"\"") + "\""
  }
}

/// What is to be said of a member, as JSON.
struct StandingDocument {
  let standing: ReleaseDesk.Standing

  init(_ standing: ReleaseDesk.Standing) { self.standing = standing }

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.key("status")
      switch standing {
      case .allowed: json.string("allowed")
      case .unknown: json.string("unknown")
      case .sameSend: json.string("sameSend")
      case .leftSegment: json.string("leftSegment")
      case .dropped(let decision, let since):
        json.string("dropped")
        json.key("reasons")
        json.array { list in
          for reason in decision.reasons where reason.effect != .allow {
            list.string(reason.code.rawValue)
          }
        }
        json.key("since")
        if let since { json.string(since.rfc3339()) } else { json.null() }
        json.key("until")
        if let until = decision.until { json.string(until.rfc3339()) } else { json.null() }
      }
    }
  }
}
