import HTTPTypes
import Hummingbird
import OpenkaartCore
import OpenkaartService

/// Calling upon rights: what follows is told before, and it is done when the answer arrives.
extension MeRoutes {
  private static let objection = FactContent.objected(Objection(scope: .directMarketing))

  var rightsReading: [Endpoint] {
    [
      get("/me/rights", tellsUses: false) { RightsPage($0).response() },
      get("/me/rights/object", tellsUses: false) { page in
        SurePage(page).objecting(try await foresee(Self.objection, page))
      },
      get("/me/rights/restrict", tellsUses: false) { page in
        SurePage(page).restricting(try await foresee(.restricted(ground: "a"), page))
      },
      get("/me/rights/complain") { try await complaining($0) },
      get("/me/rights/rectify", tellsUses: false) { SurePage($0).rectifying() },
      Endpoint(.get, "/me/complaints/{complaint}", .everybody, query: Self.query) { call in
        try await signedIn(call) { page in
          guard let shown = ComplaintPage(page, named: call.parameters["complaint"] ?? "") else {
            return nil
          }
          return try await show(shown)
        }
      },
    ]
  }

  var rightsChanging: [Endpoint] {
    [
      post("/me/rights/object") { page, _ in
        try await desk.tell([Self.objection], by: page.visitor)
        return .done("/me/rights?done=object")
      },
      post("/me/rights/restrict") { page, form in
        let ground = ["a", "b", "c", "d"].first { $0 == form["ground"] } ?? "a"
        try await desk.tell([.restricted(ground: ground)], by: page.visitor)
        return .done("/me/rights?done=restrict")
      },
      post("/me/rights/lift") { page, _ in
        try await desk.tell([.restrictionLifted(ground: nil)], by: page.visitor)
        return .done("/me/rights?done=lift")
      },
      post("/me/rights/complain", complain), post("/me/rights/rectify", rectify),
      post("/me/complaints/{complaint}", goOn),
    ]
  }

  static func caseNumber() -> String { "M-\(Secret.letters(8))" }

  private func foresee(_ content: FactContent, _ page: MePage) async throws -> Foresight {
    try await desk.foresee([content], by: page.visitor, from: page.card)
  }

  /// What somebody wrote; `nil` when it is nothing, or too long.
  private static func written(_ form: FormFields) -> String? {
    let text = form["about"]
    return text.isEmpty || text.utf8.count > 8000 ? nil : text
  }

  // MARK: Complaints

  private func complaining(_ page: MePage, mistake: String? = nil) async throws -> Response {
    let foresight = try await foresee(.complained(case: Self.caseNumber(), about: nil), page)
    return SurePage(page).complaining(foresight, mistake: mistake)
  }

  private func complain(_ page: MePage, _ form: FormFields) async throws -> Outcome {
    guard let about = Self.written(form) else {
      return .shown(try await complaining(page, mistake: "complainMissing"))
    }
    try await desk.tell([.complained(case: Self.caseNumber(), about: about)], by: page.visitor)
    return .done("/me/rights?done=complain")
  }

  private func show(_ page: ComplaintPage, mistake: String? = nil) async throws -> Response {
    let closing = FactContent.complaintResolved(case: page.complaint.number)
    // A closing counts when it is later than what was said, which may be this very moment.
    return page.response(closing: try await foresee(closing, page.page), mistake: mistake)
  }

  /// Adds to a complaint, or closes it: of one's own, and while it is open.
  private func goOn(_ page: MePage, _ form: FormFields, _ call: Call) async throws -> Outcome {
    guard let shown = ComplaintPage(page, named: call.parameters["complaint"] ?? "") else {
      throw Problem(.routeUnknown)
    }
    let complaint = shown.complaint
    guard complaint.isOpen else { return .done(shown.path) }
    // About the record that the complaint is of, so that it is this one that is meant.
    let subject = complaint.opening.subject
    if form["do"] == "close" {
      try await desk.tell(
        [.complaintResolved(case: complaint.number)], by: page.visitor, about: subject)
      return .done("\(shown.path)?done=closed")
    }
    guard let about = Self.written(form) else {
      return .shown(try await show(shown, mistake: "complainMissing"))
    }
    try await desk.tell(
      [.complained(case: complaint.number, about: about)], by: page.visitor, about: subject)
    return .done("\(shown.path)?done=added")
  }

  // MARK: Correcting

  /// What cannot be changed on the page is asked of the people who work here.
  private func rectify(_ page: MePage, _ form: FormFields) async throws -> Outcome {
    guard let about = Self.written(form) else {
      return .shown(SurePage(page).rectifying(mistake: "rectifyMissing"))
    }
    let number = Self.caseNumber()
    try await desk.tell(
      [
        .requested(case: number, right: .rectification),
        .answered(question: "rectification \(number)", answer: about),
      ], by: page.visitor)
    return .done("/me/rights?done=rectify")
  }
}
