/// Reads a policy from YAML or JSON, in the shape of the public format.
///
/// Reading never stops at the first mistake: people mend a file in one go. Whether what was read
/// makes sense and is lawful is what ``PolicyCheck`` says.
public enum PolicyReader {
  static let fields = [
    "controller", "dataCategories", "register", "notices", "purposes", "topics", "productLines",
    "rules", "sources", "forms", "holidays", "segments",
  ]

  /// Reads one policy.
  public static func reading(of node: Node) -> PolicyReading {
    var parser = PolicyParser()
    let empty = Policy(controller: Controller(name: "", entity: ""))
    guard let section = parser.section(node, at: "", fields: fields) else {
      return PolicyReading(
        draft: empty, diagnostics: parser.diagnostics, places: parser.places)
    }
    // The controller first: it says which languages the texts must have.
    let controller = parser.controller(section)
    let draft = Policy(
      controller: controller ?? empty.controller,
      dataCategories: parser.dataCategories(section),
      notices: parser.notices(section),
      purposes: parser.purposes(section),
      topics: parser.texts(section, "topics", example: "[cars, maintenance]") ?? [],
      productLines: parser.productLines(section),
      rules: parser.houseRules(section),
      sources: parser.sources(section),
      forms: parser.forms(section),
      register: parser.register(section),
      holidayCalendar: parser.holidayCalendar(section),
      segments: parser.segments(section))
    return PolicyReading(draft: draft, diagnostics: parser.diagnostics, places: parser.places)
  }
}
