import OpenkaartCore
import OpenkaartHTTP

/// What the server says once it can be asked.
struct ServeReport {
  let gate: Gate
  let folder: String
  let language: Language

  func text(_ addresses: [Door: String]) -> String {
    let words = LocalizedText(
      nl:
        "Openkaart draait voor \(gate.policy.controller.name), met beleid \(gate.policy.version).",
      en: "Openkaart runs for \(gate.policy.controller.name), under policy \(gate.policy.version).")
    var lines = [words[language]]
    for (address, doors) in grouped(addresses) {
      lines.append("  \(address)  " + doors.map { $0.label[language] }.joined(separator: ", "))
    }
    lines.append("  \(RemoteStore.socket(of: folder))")
    lines.append(
      LocalizedText(nl: "Stoppen: Control-C.", en: "To stop it: Control-C.")[language])
    return lines.joined(separator: "\n")
  }

  /// Each address once, with the doors behind it.
  private func grouped(_ addresses: [Door: String]) -> [(String, [Door])] {
    var grouped: [(String, [Door])] = []
    for door in Door.allCases where door.isBuilt {
      guard let address = addresses[door] else { continue }
      if let place = grouped.firstIndex(where: { $0.0 == address }) {
        grouped[place].1.append(door)
      } else {
        grouped.append((address, [door]))
      }
    }
    return grouped
  }

  /// The same on one line, for programs.
  func json(_ addresses: [Door: String]) -> String {
    var json = JSONWriter()
    json.object { json in
      json.key("policyVersion")
      json.string(gate.policy.version)
      json.key("socket")
      json.string(RemoteStore.socket(of: folder))
      json.key("addresses")
      json.object { json in
        for door in Door.allCases {
          guard let address = addresses[door] else { continue }
          json.key(door.rawValue)
          json.string(address)
        }
      }
    }
    return json.text
  }
}
