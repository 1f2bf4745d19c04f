import OpenkaartCore

// The parts of the design as values: each is what one template in `Resources/Parts` reads. What is
// absent is `false`, so that a template never finds it further out.

/// A line of text in a form, or several.
struct Field {
  enum Kind: String {
    case text, email, tel, date, time, search, number
  }

  let id: String
  let label: String
  var kind = Kind.text
  var hint: String?
  var error: String?
  var value = ""
  var autocomplete: String?
  /// `code` or `short`, for what is always that long.
  var look: String?
  var isLong = false
  /// The most characters it takes.
  var most = 200

  var view: [String: Any] {
    let about = [hint.map { _ in "\(id)-hint" }, error.map { _ in "\(id)-error" }].compactMap(
      \.self)
    return [
      "id": id, "label": label, "type": kind.rawValue, "hint": hint ?? false as Any,
      "error": error ?? false as Any, "value": value, "autocomplete": autocomplete ?? false as Any,
      "look": look ?? false as Any, "isLong": isLong, "most": "\(most)",
      "describedBy": about.isEmpty ? false : about.joined(separator: " ") as Any,
      "isPlainText": kind == .email || look == "code",
    ]
  }
}

/// Boxes to tick, or one of several to choose.
struct Choices {
  let id: String
  let label: String
  /// Whether exactly one is chosen.
  var isOne = false
  var hint: String?
  var error: String?
  var items: [Item]

  struct Item {
    let value: String
    let label: String
    var isChosen = false
    /// What choosing it means.
    var about: String?
    /// Its own name, where each box is a field.
    var name: String?
  }

  var view: [String: Any] {
    let about = [hint.map { _ in "\(id)-hint" }, error.map { _ in "\(id)-error" }].compactMap(
      \.self)
    return [
      "id": id, "label": label, "hint": hint ?? false as Any, "error": error ?? false as Any,
      "describedBy": about.isEmpty ? false : about.joined(separator: " ") as Any,
      "choices": items.enumerated().map { place, item -> [String: Any] in
        [
          "type": isOne ? "radio" : "checkbox", "choiceID": "\(id)-\(place)",
          "name": item.name ?? id, "value": item.value, "label": item.label,
          "isChosen": item.isChosen, "about": item.about ?? false as Any,
        ]
      },
    ]
  }
}

/// One of many, out of a list that folds open.
struct Select {
  let id: String
  let label: String
  var hint: String?
  let options: [Choices.Item]

  var view: [String: Any] {
    [
      "id": id, "label": label, "hint": hint ?? false as Any,
      "describedBy": hint == nil ? false : "\(id)-hint" as Any,
      "options": options.map { ["value": $0.value, "label": $0.label, "isChosen": $0.isChosen] },
    ]
  }
}

/// A word with a colour; the word alone says all.
struct Tag {
  enum Look: String {
    case plain = ""
    case yes
    case wait
    case no
    case accent
  }

  let label: String
  var look = Look.plain

  var view: [String: Any] {
    ["label": label, "look": look == .plain ? false : look.rawValue as Any]
  }
}

/// A row of a list that says what is what.
struct SummaryRow {
  let name: String
  let value: String
  var notes: [String] = []
  var tag: Tag?
  /// What can be done about it, and where.
  var action: PageFrame.Link?

  var view: [String: Any] {
    [
      "name": name, "value": value, "notes": notes, "tag": tag?.view ?? false as Any,
      "action": action.map { ["link": $0.link, "label": $0.name, "about": name] } ?? false as Any,
    ]
  }
}

/// Rows and columns.
struct Table {
  let caption: String
  let heads: [String]
  /// Of each row the cell that names it, and the others.
  let rows: [(head: String, cells: [String])]
  /// The columns that hold numbers, the first being 0.
  var numbers: Set<Int> = []

  var view: [String: Any] {
    [
      "caption": caption,
      "heads": heads.enumerated().map { ["text": $1, "isNumber": numbers.contains($0)] },
      "rows": rows.map { row -> [String: Any] in
        [
          "head": row.head,
          "cells": row.cells.enumerated().map {
            ["text": $1, "isNumber": numbers.contains($0 + 1)]
          },
        ]
      },
    ]
  }
}

/// Something that happened, in a sentence.
struct TimelineEntry {
  enum Look: String {
    case accent = "used"
    case yes
    case no
    case wait
    case quiet = "plain-mark"
  }

  let moment: Timestamp
  let when: String
  let what: String
  var look = Look.accent
  var tag: Tag?
  /// What stands behind it: a word to press, and the lines.
  var more: (summary: String, lines: [String])?
  /// Where the proof of it is.
  var proof: PageFrame.Link?

  var view: [String: Any] {
    [
      "moment": moment.rfc3339(), "when": when, "what": what, "look": look.rawValue,
      "tag": tag?.view ?? false as Any,
      "more": more.map { ["summary": $0.summary, "lines": $0.lines] } ?? false as Any,
      "proof": proof.map { ["link": $0.link, "label": $0.name] } ?? false as Any,
    ]
  }
}

/// The way from one page of a long list to the next.
struct Paging {
  let text: String
  /// The addresses, `nil` where the list ends.
  let newer: String?
  let older: String?

  var view: [String: Any] {
    ["text": text, "newer": newer ?? false as Any, "older": older ?? false as Any]
  }
}
