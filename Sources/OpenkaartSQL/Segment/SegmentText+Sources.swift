import OpenkaartSegments

extension SegmentText {
  /// What a part gathers.
  func rows(of part: Part) -> String {
    switch part {
    case .purchases: "kept WHERE remaining > 0 OR quantity IS NULL"
    case .behaviours: behaviours
    case .attributes: "attribute_words"
    case .wishes: "wish_words WHERE place = 1"
    case .consents:
      "\(FactTables.consents.name) WHERE valid_from <= \(now) "
        + "AND (valid_until IS NULL OR valid_until > \(now))"
    }
  }

  /// The queries that a part rests on, by name.
  func sources(of part: Part) -> [(String, String)] {
    switch part {
    case .purchases: [("goods", goods), ("placed", placed), ("kept", kept)]
    case .attributes: [("attribute_words", attributeWords)]
    case .wishes: [("wish_words", wishWords)]
    case .behaviours, .consents: []
    }
  }

  // MARK: Purchases

  /// What was sold and what came back, one below the other.
  private var goods: String {
    """
    SELECT person, purchase, line, happened_at, on_day, order_number, product, product_line,
        CASE WHEN product IS NULL THEN product_line END AS goods_line,
        quantity, GREATEST(COALESCE(price_cents, 0), 0) AS price, 0 AS returned
      FROM \(FactTables.purchases.name) WHERE happened_at <= \(now)
      UNION ALL
      SELECT person, NULL, NULL, happened_at, NULL, order_number, product, product_line,
        CASE WHEN product IS NULL THEN product_line END,
        NULL, 0, GREATEST(quantity, 0)
      FROM \(FactTables.returns.name) WHERE happened_at <= \(now) AND order_number IS NOT NULL
    """
  }

  /// Each line beside how much of the same goods came back, and how much was sold before it.
  private var placed: String {
    let same = "PARTITION BY person, order_number, product, goods_line"
    return """
      SELECT goods.*, SUM(returned) OVER (\(same)) AS came_back,
          COALESCE(SUM(GREATEST(COALESCE(quantity, 0), 0)) OVER (\(same)
            ORDER BY happened_at, purchase, line
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS sold_before
        FROM goods
      """
  }

  /// What stayed with the person: what came back is taken off the oldest first.
  private var kept: String {
    """
    SELECT person, purchase, happened_at, on_day, product_line, quantity, price,
        quantity - CASE WHEN order_number IS NULL THEN 0 ELSE
          LEAST(GREATEST(quantity, 0), GREATEST(came_back - sold_before, 0)) END AS remaining
      FROM placed WHERE purchase IS NOT NULL
    """
  }

  // MARK: Words

  private var behaviours: String {
    let table = "\(FactTables.behaviours.name) b"
    guard !properties.isEmpty else { return "\(table) WHERE happened_at <= \(now)" }
    let asked = SQLText.any(
      properties.map { "(name = \(literal($0.name)) AND told = \(literal($0.value)))" })
    return """
      (SELECT b.person, b.behaviour, b.event, b.happened_at, b.on_day, p.name, p.told
          FROM \(table) LEFT JOIN (SELECT person, behaviour, name, told
            FROM \(FactTables.properties.name) WHERE \(asked)) p
            ON p.person = b.person AND p.behaviour = b.behaviour
          WHERE b.happened_at <= \(now)) b
      """
  }

  /// The words on each attribute: the first is the one that counts.
  private var attributeWords: String {
    let names = attributeNames.map { literal($0) }.joined(separator: ", ")
    return """
      SELECT person, name, told, told_day, told_number, happened_at,
          ROW_NUMBER() OVER (PARTITION BY person, name
            ORDER BY happened_at DESC, told ASC NULLS FIRST) AS place,
          MAX(happened_at) OVER (PARTITION BY person, name) AS last_at
        FROM \(FactTables.attributes.name) WHERE happened_at <= \(now) AND name IN (\(names))
      """
  }

  /// The words on each wish: of one moment a no comes first.
  private var wishWords: String {
    """
    SELECT person, kind, name, is_wanted,
        ROW_NUMBER() OVER (PARTITION BY person, kind, name
          ORDER BY happened_at DESC, is_wanted ASC) AS place
      FROM \(FactTables.wishes.name) WHERE happened_at <= \(now)
    """
  }
}
