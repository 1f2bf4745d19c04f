/// Which words in the name of a column point at what; Dutch and English, as tools write them.
enum HeaderWords {
  /// Words that make a column one about agreeing or refusing.
  static let consent = [
    "consent", "optin", "optout", "optins", "toestemming", "subscribed", "unsubscribed",
    "subscription", "unsubscribe", "subscribe", "newsletter", "nieuwsbrief", "mailing list",
    "accepts", "marketing", "blacklisted", "blacklist", "suppressed", "suppression", "suppressions",
    "aanmelding",
    "afmelding",
    "do not call", "do not email", "do not contact", "donotcall", "permission", "legal basis",
    "aanmelddatum", "afmelddatum", "afgemeld", "aangemeld", "uitgeschreven", "ingeschreven",
    "confirm time", "confirm ip", "confirmed", "bel me niet", "mail ontvangen",
    "reclame", "aanbiedingen", "avg", "gdpr", "grondslag", "lists", "contact status",
  ]

  /// Words that make it something to leave alone, whatever else it says.
  static let never = [
    "password", "wachtwoord", "hash", "token", "iban", "bankrekening", "bank account", "creditcard",
    "vat", "btw", "taxvat", "kvk", "coc", "fax", "website", "url", "owner", "eigenaar", "latitude",
    "longitude", "ip", "ip address", "notes", "note", "opmerking", "opmerkingen", "tags", "total",
    "totaal", "subtotal", "tax", "discount", "korting", "currency", "valuta", "payment", "betaling",
    "method", "score", "rating", "count", "aantal orders", "orders", "spent", "spend", "aov",
    "referrer", "campaign", "template", "source", "bron", "label", "open", "opened", "click",
    "clicked", "bounce", "bounced", "activity", "active", "activities", "attn", "zoekcode",
    "salaris", "nationaliteit", "risk", "vendor", "compare", "refunded", "refund", "cancelled",
    "fulfilled", "fulfillment", "deals", "gewonnen", "verloren", "overlijdensdatum",
  ]

  static let citizenNumber = [
    "bsn", "burgerservicenummer", "sofinummer", "sofi", "ssn", "social security",
    "national id", "rijksregisternummer",
  ]

  /// Of a second address: the first one is the one to read.
  static let elsewhere = [
    "shipping", "delivery", "verzend", "verzending", "verzendadres", "aflever", "afleveradres",
    "lever", "other", "overig", "alternate", "post adres",
  ]

  /// Words of columns that say when somebody was put on a list rather than when they became known.
  static let added = ["added", "toegevoegd", "sign up"]

  /// Pairs of a role and the phrases that name it, the most telling first.
  static let roles: [(role: ColumnRole, phrases: [String])] = [
    (.email, ["email", "emailadres", "mailadres", "emailaddress"]),
    (
      .phone,
      [
        "phone", "telephone", "telefoon", "telefoonnummer", "telefoonnr", "tel", "mobile",
        "mobiel", "mobielnummer", "gsm", "cell", "sms", "whatsapp",
      ]
    ),
    (.birthDate, ["birthdate", "geboortedatum", "dob", "birthday", "date of birth", "geboren"]),
    (
      .familyNamePrefix,
      ["tussenvoegsel", "voorvoegsel", "lastname preposition", "preposition", "voorvoegsels"]
    ),
    (.middleName, ["middlename", "tweede voornaam"]),
    (.givenName, ["firstname", "voornaam", "given name", "forename", "roepnaam", "prenom"]),
    (
      .familyName,
      ["lastname", "achternaam", "surname", "family name", "familienaam", "nom"]
    ),
    (.initials, ["voorletters", "initials", "initialen"]),
    (.salutation, ["salutation", "aanspreking", "aanhef", "predicaat", "prefix"]),
    (.gender, ["gender", "geslacht", "sex"]),
    (
      .houseNumberAddition,
      [
        "toevoeging", "huisnummertoevoeging", "huisletter", "extension", "house number addition",
      ]
    ),
    (.houseNumber, ["huisnummer", "house number", "huisnr", "streetnumber", "street number"]),
    (.postalCode, ["postcode", "postal code", "zip", "zipcode", "postalcode"]),
    (.city, ["city", "plaats", "woonplaats", "gemeente", "stad", "town"]),
    (.country, ["country", "land", "landcode", "cc"]),
    (.region, ["region", "state", "province", "provincie", "regio"]),
    (.timeZone, ["timezone", "tijdzone"]),
    (.language, ["language", "taal", "locale", "taalcode"]),
    (.personType, ["type persoon", "person type", "customer type", "soort relatie", "klanttype"]),
    (
      .customerNumber,
      [
        "klantnummer", "klantnr", "klant id", "klantcode", "customer number", "customer no",
        "customer nr", "customer id", "customer code", "debiteurnummer", "debiteurnr", "debiteur",
        "relatiecode", "relatienummer", "relatienr", "deelnemersnummer", "lidnummer",
      ]
    ),
    (
      .loyaltyCard,
      ["klantenkaart", "loyalty card", "loyalty number", "spaarkaart", "pasnummer", "kaartnummer"]
    ),
    (
      .order,
      [
        "order number", "order id", "order no", "order nr", "ordernummer", "ordernr",
        "bestelnummer", "bestelling", "increment id", "factuurnummer", "invoice number", "order",
      ]
    ),
    (
      .orderedAt,
      [
        "order date", "orderdatum", "besteldatum", "aankoopdatum", "purchase date", "ordered at",
        "factuurdatum", "invoice date",
      ]
    ),
    (
      .modifiedAt,
      [
        "modified", "changed", "updated", "gewijzigd", "update time", "mutatiedatum",
        "last update",
      ]
    ),
    (
      .createdAt,
      [
        "created", "create date", "creation date", "aangemaakt", "aanmaakdatum", "registered",
        "registratiedatum", "sign up", "added", "toegevoegd", "klant sinds", "customer since",
        "invoerdatum", "member since",
      ]
    ),
    (
      .product,
      [
        "sku", "artikel", "artikelnummer", "artikelcode", "product id", "product code",
        "productcode", "lineitem name", "item name", "product", "productnaam",
      ]
    ),
    (
      .productLine,
      [
        "category", "categorie", "artikelgroep", "productgroep", "product type", "productcategorie",
        "groep", "product line",
      ]
    ),
    (.quantity, ["quantity", "qty", "aantal", "hoeveelheid"]),
    (
      .unitPrice,
      ["unit price", "lineitem price", "item cost", "item price", "prijs", "price", "stukprijs"]
    ),
    (
      .company,
      [
        "company", "bedrijf", "bedrijfsnaam", "organization", "organisation", "organisatie",
        "account name", "company name", "firma",
      ]
    ),
    (
      .street,
      [
        "street", "straat", "straatnaam", "streetname", "adresregel 1", "address1", "address 1",
        "address line 1", "adres", "address",
      ]
    ),
    (.name, ["full name", "display name", "volledige naam", "name", "naam"]),
    (
      .sourceId,
      [
        "id", "record id", "leid", "external id", "ext id", "nummer", "number", "code",
        "klaviyo id",
        "uuid", "guid",
      ]
    ),
  ]
}
