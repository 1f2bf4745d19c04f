internal import OpenkaartCore

/// What the columns of a table seem to hold, from their names and first values.
public struct MappingGuess: Sendable {
  /// The columns in the order of the file, and the role of each.
  public private(set) var columns: [Column] = []
  let file: String
  let rows: Int
  let delimiter: TableFormat.Delimiter
  let encoding: TextEncoding

  /// A column and what it seems to hold.
  public struct Column: Sendable {
    public let name: String
    public internal(set) var role: ColumnRole
    let header: HeaderText
    let sample: ColumnSample

    var pattern: DatePattern.Guess? { role.isDate ? sample.datePattern : nil }

    /// Whether it is of a second address, or the second line of one.
    var isElsewhere: Bool {
      header.containsAny(HeaderWords.elsewhere)
        || header.words.contains { $0 == "2" || $0.hasSuffix("address2") }
          && !header.words.contains("1")
    }
  }

  /// Looks at a table.
  ///
  /// - Throws: ``ImportError`` when it is none.
  public init(_ content: any FileContent, named file: String) throws(ImportError) {
    var table: TableReader
    do {
      table = try TableReader(content)
    } catch {
      throw .table(error)
    }
    var samples = Array(repeating: ColumnSample(), count: table.columns.count)
    var row = TableRow()
    var rows = 0
    do {
      while rows < ColumnSample.mostRows, try table.next(&row) {
        guard row.problem == nil else { continue }
        rows += 1
        for index in samples.indices { samples[index].add(row[index]) }
      }
    } catch {
      throw .table(.content(error))
    }
    self.file = file
    self.rows = rows
    delimiter = table.delimiter
    encoding = table.encoding
    for (name, sample) in zip(table.columns, samples) where !name.isEmpty {
      let header = HeaderText(name)
      columns.append(
        Column(
          name: name, role: Self.role(of: header, sample), header: header, sample: sample))
    }
    settle()
  }

  var isOrders: Bool {
    has(.order) && (has(.product) || has(.quantity) || has(.unitPrice) || has(.orderedAt))
  }

  func has(_ role: ColumnRole) -> Bool { columns.contains { $0.role == role } }

  func first(_ role: ColumnRole) -> Column? { columns.first { $0.role == role } }

  func all(_ role: ColumnRole) -> [Column] { columns.filter { $0.role == role } }

  // MARK: One column by itself

  private static func role(of header: HeaderText, _ sample: ColumnSample) -> ColumnRole {
    if header.containsAny(HeaderWords.citizenNumber) { return .citizenNumber }
    if isAboutConsent(header, sample) { return .consent }
    let isReadAnyway =
      header.contains("quantity") && sample.areCounts || isContactAnyway(header, sample)
    if header.containsAny(HeaderWords.never), !isReadAnyway { return .none }
    for (role, phrases) in HeaderWords.roles
    where header.containsAny(phrases) && fits(role, header, sample) {
      return role
    }
    // A column without a telling name may still speak for itself.
    if !sample.isEmpty, sample.areEmails { return .email }
    return .none
  }

  private static func isAboutConsent(_ header: HeaderText, _ sample: ColumnSample) -> Bool {
    if header.text == "status" {
      return sample.values.contains { statuses.contains($0.lowercased()) }
    }
    // Who asked something about their data did not agree to anything.
    guard header.containsAny(HeaderWords.consent), !header.containsAny(["verzoek", "request"])
    else { return false }
    return sample.isEmpty || !sample.areEmails
  }

  /// What a column `Status` says of a list of addresses, and of nothing else.
  private static let statuses: Set<String> = [
    "subscribed", "unsubscribed", "non-subscribed", "uitgeschreven", "afgemeld", "ingeschreven",
  ]

  private static func isContactAnyway(_ header: HeaderText, _ sample: ColumnSample) -> Bool {
    guard !sample.isEmpty else { return false }
    return header.contains("email") && sample.areEmails
  }

  /// Whether the values agree with what the name says.
  private static func fits(
    _ role: ColumnRole, _ header: HeaderText, _ sample: ColumnSample
  ) -> Bool {
    switch role {
    case .email: sample.areEmails && (!sample.isEmpty || header.words.count <= 4)
    case .phone: sample.arePhones
    case .birthDate, .createdAt, .modifiedAt, .orderedAt:
      sample.isEmpty ? header.words.count <= 4 : sample.datePattern != nil
    case .timeZone: sample.most { $0.contains("/") }
    case .country: sample.most { !$0.contains(where: \.isNumber) }
    case .quantity: sample.areCounts
    case .unitPrice: sample.areAmounts
    case .order: !header.contains("status") && sample.datePattern == nil
    case .product, .productLine: !header.containsAny(["requires", "taxable", "status", "meta"])
    case .customerNumber: sample.areShort && !sample.areEmails || sample.isEmpty
    case .sourceId: sample.areShort && (sample.isEmpty || sample.areDifferent)
    case .houseNumber: sample.most { $0.contains(where: \.isNumber) }
    case .postalCode: sample.most { $0.contains(where: \.isNumber) && $0.count <= 12 }
    case .city, .region, .givenName, .familyName, .familyNamePrefix, .middleName, .initials,
      .salutation, .gender:
      sample.datePattern == nil && !(sample.areEmails && !sample.isEmpty)
        && !header.containsAny(["id", "page", "number"])
    case .street:
      !isWholeAddress(sample)
        && !header.containsAny(["city", "id", "company", "name", "firstname", "lastname", "type"])
    case .company: !header.containsAny(["id", "number", "size"])
    case .name: !header.containsAny(["user", "item", "tax", "list", "first", "last", "file"])
    case .personType:
      sample.meanings(personTypes) != nil
    default: true
    }
  }

  /// Whether postal codes stand in it too.
  private static func isWholeAddress(_ sample: ColumnSample) -> Bool {
    guard !sample.isEmpty else { return false }
    return sample.most { value in
      let words = value.split { !$0.isLetter && !$0.isNumber }
      return words.contains { word in
        word.count >= 4 && word.prefix(4).allSatisfy(\.isNumber)
          && word.dropFirst(4).allSatisfy(\.isLetter)
      }
    }
  }

  static let personTypes: [String: String] = [
    "p": "consumer", "particulier": "consumer", "consument": "consumer", "private": "consumer",
    "person": "consumer", "persoon": "consumer", "consumer": "consumer",
    "zzp": "soleTrader", "eenmanszaak": "soleTrader",
    "b": "company", "z": "company", "bedrijf": "company", "zakelijk": "company",
    "business": "company", "company": "company", "organisatie": "company",
  ]

  // MARK: All columns together

  /// Gives each role to one column, and what several could have to the best of them.
  private mutating func settle() {
    settleOrders()
    for role in ColumnRole.allCases where !role.isShared {
      let places = columns.indices.filter { columns[$0].role == role }
      guard places.count > 1 else { continue }
      let best = places.min { rank($0, role) < rank($1, role) } ?? places[0]
      for place in places where place != best { columns[place].role = .none }
    }
    settleNumbers()
    dropSecondAddress()
  }

  /// How far a column is from being the one to read; smaller is better.
  private func rank(_ place: Int, _ role: ColumnRole) -> Int {
    let column = columns[place]
    var rank = column.header.words.count * 10 + place
    if column.isElsewhere { rank += 1000 }
    if role == .createdAt, column.header.containsAny(HeaderWords.added) { rank += 100 }
    if column.sample.isEmpty { rank += 500 }
    if role == .product, !column.header.containsAny(["sku", "code", "artikelnummer", "id"]) {
      rank += 200
    }
    return rank
  }

  /// In a table of orders, when the row was made is when it was ordered, and `Name` is its number.
  private mutating func settleOrders() {
    let lines = columns.contains { $0.header.contains("lineitem") }
    if lines, !has(.order),
      let place = columns.firstIndex(where: { $0.role == .name && $0.header.text == "name" })
    {
      columns[place].role = .order
    }
    guard isOrders else {
      for place in columns.indices {
        switch columns[place].role {
        case .order, .orderedAt, .product, .productLine, .quantity, .unitPrice:
          columns[place].role = .none
        default: break
        }
      }
      return
    }
    if !has(.orderedAt), let place = columns.firstIndex(where: { $0.role == .createdAt }) {
      columns[place].role = .orderedAt
    }
    for place in columns.indices
    where columns[place].role == .sourceId || columns[place].role == .createdAt
      || columns[place].role == .region && columns[place].header.contains("tax")
    {
      columns[place].role = .none
    }
  }

  /// `Nummer` beside a street is the house's; alone and different in every row it is the customer's.
  private mutating func settleNumbers() {
    guard let place = columns.firstIndex(where: { $0.role == .sourceId }) else {
      takeHouseNumber()
      return
    }
    let header = columns[place].header
    let isPlain = ["nummer", "number", "code"].contains(header.text)
    if isPlain, !has(.houseNumber), place > 0, columns[place - 1].role == .street {
      columns[place].role = .houseNumber
    } else if isPlain, !has(.customerNumber) {
      columns[place].role = .customerNumber
    }
    takeHouseNumber()
  }

  private mutating func takeHouseNumber() {
    guard !has(.houseNumber), let street = columns.firstIndex(where: { $0.role == .street })
    else { return }
    for place in (street + 1)..<min(columns.count, street + 4)
    where columns[place].role == .none
      && ["nummer", "number", "nr"].contains(columns[place].header.text)
    {
      columns[place].role = .houseNumber
      return
    }
  }

  /// A delivery address is not where somebody lives; what the first address lacks it does not lend.
  private mutating func dropSecondAddress() {
    for place in columns.indices where columns[place].isElsewhere {
      switch columns[place].role {
      case .email, .phone:
        if columns[place].header.containsAny(["shipping", "delivery", "verzend", "lever"]) {
          columns[place].role = .none
        }
      case .consent, .order, .orderedAt, .none, .citizenNumber: break
      default: columns[place].role = .none
      }
    }
  }
}
