import ArgumentParser
import OpenkaartConnectors
import OpenkaartCore
import OpenkaartFiles
import OpenkaartService

/// What an import takes from a policy: the time zone of local times, and the names of sources.
struct ImportSetting {
  /// The policy given, or else the one applied; `nil` when there is neither.
  let policy: Policy?
  private let zones: ZoneTable

  /// In which zone local times are read when nothing says it.
  private static let usualZone = "Europe/Amsterdam"

  init(
    policyPath: String?, applied shelf: any PolicyShelf
  ) async throws {
    zones = try .system()
    if let policyPath {
      policy = try PolicyFile.load(path: policyPath, zones: zones).policy
    } else {
      policy = try await shelf.currentPolicy.flatMap { [zones] applied in
        PolicyDraft(bytes: applied.text, path: "", zones: zones).policy
      }
    }
  }

  /// The zone of local times in a file with this mapping.
  func zone(of mapping: MappingFile) throws(InputError) -> ZoneRules {
    let name = mapping.mapping.timeZone ?? policy?.controller.timeZone ?? Self.usualZone
    guard let zone = zones[name] else { throw .zone(path: mapping.path, name) }
    return zone
  }

  /// A moment as people write it on the command line.
  func moment(_ text: String, _ option: String) throws -> Timestamp {
    if let moment = Timestamp(rfc3339: text) { return moment }
    if let day = Day(iso: text), let zone = zones[policy?.controller.timeZone ?? Self.usualZone] {
      return zone.start(of: day)
    }
    throw ValidationError(
      LocalizedText(
        nl:
          "\(option): schrijf een moment als 2026-11-22T10:00:00+01:00, of een dag als 2026-11-22.",
        en: "\(option): write a moment as 2026-11-22T10:00:00+01:00, or a day as 2026-11-22."))
  }

  /// What to say of attributes that no purpose may use, as they are in no category.
  ///
  /// - SeeAlso: GDPR 5(1)(c).
  func warning(about attributes: [String], in path: String) -> LocalizedText? {
    guard let policy else { return nil }
    let known = Set(policy.dataCategories.flatMap(\.attributes))
    let strange = attributes.filter { !known.contains($0) }
    guard !strange.isEmpty else { return nil }
    let names = strange.map { "`\($0)`" }.joined(separator: ", ")
    return LocalizedText(
      nl:
        "\(path): in geen categorie van het beleid: \(names). Geen doel mag dat gebruiken, en het "
        + "blijft even lang als de contactgegevens. Noem het in `dataCategories`, of laat het weg uit "
        + "de mapping.",
      en: "\(path): in no category of the policy: \(names). No purpose may use that, and it stays "
        + "as long as the contact details. Name it in `dataCategories`, or leave it out of the "
        + "mapping.")
  }
}
