/// What a controller does with personal data and why: the one file everything else follows from.
///
/// - SeeAlso: GDPR 5(2), 13, 30.
public struct Policy: Hashable, Sendable {
  /// The first 128 bits of the digest of the policy's text and zone rules, as 32 hex digits.
  public var version: String
  public var controller: Controller
  public var dataCategories: [DataCategory]
  public var notices: [Notice]
  public var purposes: [Purpose]
  public var topics: [String]
  public var productLines: [ProductLine]
  public var rules: HouseRules
  public var sources: [Source]
  public var forms: [Form]
  public var register: RegisterDetails
  /// The calendar of public holidays, such as `NL`.
  public var holidayCalendar: String?
  public var segments: [PolicySegment]

  public init(
    version: String = "", controller: Controller, dataCategories: [DataCategory] = [],
    notices: [Notice] = [], purposes: [Purpose] = [], topics: [String] = [],
    productLines: [ProductLine] = [], rules: HouseRules = HouseRules(), sources: [Source] = [],
    forms: [Form] = [], register: RegisterDetails = RegisterDetails(),
    holidayCalendar: String? = nil, segments: [PolicySegment] = []
  ) {
    self.version = version
    self.controller = controller
    self.dataCategories = dataCategories
    self.notices = notices
    self.purposes = purposes
    self.topics = topics
    self.productLines = productLines
    self.rules = rules
    self.sources = sources
    self.forms = forms
    self.register = register
    self.holidayCalendar = holidayCalendar
    self.segments = segments
  }

  public func purpose(_ id: String) -> Purpose? { purposes.first { $0.id == id } }

  public func notice(_ reference: NoticeReference) -> Notice.Version? {
    notices.first { $0.id == reference.id }?.versions.first { $0.version == reference.version }
  }

  /// The lines whose purchase counts against an offer of `line`: itself and its competitors, read
  /// both ways.
  public func linesCompeting(with line: String) -> [String] {
    var lines = [line]
    for other in productLines where other.id != line {
      let isNamed = productLines.first { $0.id == line }?.competesWith.contains(other.id) == true
      if isNamed || other.competesWith.contains(line) { lines.append(other.id) }
    }
    return lines
  }
}

/// Who decides why and how data is used, and how to reach them.
public struct Controller: Hashable, Sendable {
  public var name: String
  /// The legal entity that sells and sends.
  public var entity: String
  public var sector: String?
  /// ISO 3166 country code.
  public var country: String
  /// IANA name of the zone in which days are counted.
  public var timeZone: String
  public var languages: [Language]
  public var contact: Contact
  public var dpo: Officer?
  /// The supervisory authority to complain to.
  public var authority: String?

  public init(
    name: String, entity: String, sector: String? = nil, country: String = "NL",
    timeZone: String = "Europe/Amsterdam", languages: [Language] = [.nl, .en],
    contact: Contact = Contact(), dpo: Officer? = nil, authority: String? = nil
  ) {
    self.name = name
    self.entity = entity
    self.sector = sector
    self.country = country
    self.timeZone = timeZone
    self.languages = languages
    self.contact = contact
    self.dpo = dpo
    self.authority = authority
  }

  public struct Contact: Hashable, Sendable {
    public var email: String?
    public var phone: String?
    public var address: String?

    public init(email: String? = nil, phone: String? = nil, address: String? = nil) {
      self.email = email
      self.phone = phone
      self.address = address
    }
  }

  /// The data protection officer.
  public struct Officer: Hashable, Sendable {
    public var name: String
    public var email: String?

    public init(name: String, email: String? = nil) {
      self.name = name
      self.email = email
    }
  }

  /// Sectors that keep the soft opt-in on the phone after 1 July 2026 (rule M10).
  public var keepsPhoneSoftOptIn: Bool {
    ["charity", "charityLottery", "publisher"].contains(sector)
  }
}

/// What belongs together: attributes, identifiers and kinds of facts.
public struct DataCategory: Hashable, Sendable {
  public var id: String
  public var attributes: [String]
  public var identifiers: [String]
  public var kinds: [FactKind]
  /// A special category of GDPR 9, such as health.
  public var isSpecial: Bool

  public init(
    id: String, attributes: [String] = [], identifiers: [String] = [], kinds: [FactKind] = [],
    isSpecial: Bool = false
  ) {
    self.id = id
    self.attributes = attributes
    self.identifiers = identifiers
    self.kinds = kinds
    self.isSpecial = isSpecial
  }
}

/// What people are told before they are asked.
public struct Notice: Hashable, Sendable {
  public var id: String
  public var versions: [Version]

  public init(id: String, versions: [Version]) {
    self.id = id
    self.versions = versions
  }

  public struct Version: Hashable, Sendable {
    public var version: String
    public var validFrom: Day
    /// Who was named as a recipient.
    public var recipients: [String]
    /// Which data categories were named.
    public var data: [String]
    public var text: LocalizedText

    public init(
      version: String, validFrom: Day, recipients: [String] = [], data: [String] = [],
      text: LocalizedText
    ) {
      self.version = version
      self.validFrom = validFrom
      self.recipients = recipients
      self.data = data
      self.text = text
    }
  }
}

/// A line of products, and which other lines take its place.
public struct ProductLine: Hashable, Sendable {
  public var id: String
  public var label: LocalizedText
  public var competesWith: [String]

  public init(id: String, label: LocalizedText, competesWith: [String] = []) {
    self.id = id
    self.label = label
    self.competesWith = competesWith
  }
}

/// A system that tells facts.
public struct Source: Hashable, Sendable {
  public var id: String
  public var system: String
  public var trust: String
  /// The kinds it may tell; empty means all.
  public var kinds: [FactKind]

  public init(id: String, system: String, trust: String, kinds: [FactKind] = []) {
    self.id = id
    self.system = system
    self.trust = trust
    self.kinds = kinds
  }
}

/// A form that asks people for data.
public struct Form: Hashable, Sendable {
  public var id: String
  /// One purpose; a form that names more bundles consents, which the check refuses.
  public var purposes: [String]
  /// The purposes for which a yes is asked, each by a box of its own.
  public var asks: [String]
  /// What stands above it; the label of its purpose if absent.
  public var title: LocalizedText?
  public var fields: [Field]

  /// Makes a form; without `asks` it asks a yes to its purposes.
  public init(
    id: String, purposes: [String], asks: [String]? = nil, title: LocalizedText? = nil,
    fields: [Field]
  ) {
    self.id = id
    self.purposes = purposes
    self.asks = asks ?? purposes
    self.title = title
    self.fields = fields
  }

  public struct Field: Hashable, Sendable {
    public var name: String
    public var isNecessary: Bool
    public var isPreTicked: Bool

    public init(name: String, isNecessary: Bool, isPreTicked: Bool = false) {
      self.name = name
      self.isNecessary = isNecessary
      self.isPreTicked = isPreTicked
    }
  }
}

/// What the register of processing activities asks beyond the purposes.
///
/// - SeeAlso: GDPR 30(1).
public struct RegisterDetails: Hashable, Sendable {
  public var categoriesOfPeople: [String]
  public var transfers: [String]
  public var security: LocalizedText?

  public init(
    categoriesOfPeople: [String] = [], transfers: [String] = [], security: LocalizedText? = nil
  ) {
    self.categoriesOfPeople = categoriesOfPeople
    self.transfers = transfers
    self.security = security
  }
}
