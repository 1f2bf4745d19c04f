WITH goods AS (
  SELECT person, purchase, line, happened_at, on_day, order_number, product, product_line,
    CASE WHEN product IS NULL THEN product_line END AS goods_line,
    quantity, GREATEST(COALESCE(price_cents, 0), 0) AS price, 0 AS returned
  FROM openkaart_purchase WHERE happened_at <= 1795338000000
  UNION ALL
  SELECT person, NULL, NULL, happened_at, NULL, order_number, product, product_line,
    CASE WHEN product IS NULL THEN product_line END,
    NULL, 0, GREATEST(quantity, 0)
  FROM openkaart_return WHERE happened_at <= 1795338000000 AND order_number IS NOT NULL
), placed AS (
  SELECT goods.*, SUM(returned) OVER (PARTITION BY person, order_number, product, goods_line) AS came_back,
    COALESCE(SUM(GREATEST(COALESCE(quantity, 0), 0)) OVER (PARTITION BY person, order_number, product, goods_line
      ORDER BY happened_at, purchase, line
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS sold_before
  FROM goods
), kept AS (
  SELECT person, purchase, happened_at, on_day, product_line, quantity, price,
    quantity - CASE WHEN order_number IS NULL THEN 0 ELSE
      LEAST(GREATEST(quantity, 0), GREATEST(came_back - sold_before, 0)) END AS remaining
  FROM placed WHERE purchase IS NOT NULL
), purchases AS (
  SELECT person,
    COUNT(DISTINCT CASE WHEN (product_line = 'cars' AND on_day >= 20049) THEN purchase END) AS found_1
  FROM kept WHERE remaining > 0 OR quantity IS NULL
  GROUP BY person
), behaviours AS (
  SELECT person,
    COUNT(DISTINCT CASE WHEN (event = 'viewed' AND name = 'category' AND told = 'tyres') THEN behaviour END) AS found_1
  FROM (SELECT b.person, b.behaviour, b.event, b.happened_at, b.on_day, p.name, p.told
    FROM openkaart_behaviour b LEFT JOIN (SELECT person, behaviour, name, told
      FROM openkaart_behaviour_property WHERE (name = 'category' AND told = 'tyres')) p
      ON p.person = b.person AND p.behaviour = b.behaviour
    WHERE b.happened_at <= 1795338000000) b
  GROUP BY person
), attribute_words AS (
  SELECT person, name, told, told_day, told_number, happened_at,
    ROW_NUMBER() OVER (PARTITION BY person, name
      ORDER BY happened_at DESC, told ASC NULLS FIRST) AS place,
    MAX(happened_at) OVER (PARTITION BY person, name) AS last_at
  FROM openkaart_attribute WHERE happened_at <= 1795338000000 AND name IN ('birthDate')
), attributes AS (
  SELECT person,
    MAX(CASE WHEN name = 'birthDate' AND happened_at = last_at THEN told_day END) AS found_1
  FROM attribute_words
  GROUP BY person
), wish_words AS (
  SELECT person, kind, name, is_wanted,
    ROW_NUMBER() OVER (PARTITION BY person, kind, name
      ORDER BY happened_at DESC, is_wanted ASC) AS place
  FROM openkaart_wish WHERE happened_at <= 1795338000000
), wishes AS (
  SELECT person,
    MAX(CASE WHEN kind = 'topic' AND name = 'cars' THEN CASE WHEN is_wanted THEN 1 ELSE 0 END END) AS found_1
  FROM wish_words WHERE place = 1
  GROUP BY person
), consents AS (
  SELECT person,
    MAX(CASE WHEN purpose = 'offers' AND channel = 'email' THEN state END) AS found_1
  FROM openkaart_consent WHERE valid_from <= 1795338000000 AND (valid_until IS NULL OR valid_until > 1795338000000)
  GROUP BY person
)
SELECT m.person,
  CASE WHEN m.valid_from <= 1795338000000 AND (m.valid_until IS NULL OR m.valid_until > 1795338000000)
    THEN ((COALESCE(purchases.found_1, 0) >= 2) AND (NOT (COALESCE(behaviours.found_1, 0) >= 1)) AND ((CASE WHEN attributes.found_1 <= 20779 THEN attributes.found_1 <= 14205 END) OR COALESCE(wishes.found_1 = 1, FALSE)) AND (consents.found_1 = 'given')) END AS answer
FROM openkaart_member m
LEFT JOIN purchases ON purchases.person = m.person
LEFT JOIN behaviours ON behaviours.person = m.person
LEFT JOIN attributes ON attributes.person = m.person
LEFT JOIN wishes ON wishes.person = m.person
LEFT JOIN consents ON consents.person = m.person
