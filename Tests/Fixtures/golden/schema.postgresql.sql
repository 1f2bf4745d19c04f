CREATE TABLE openkaart_person (
  person BIGINT NOT NULL,
  as_of BIGINT NOT NULL,
  is_apart BOOLEAN NOT NULL,
  is_deceased BOOLEAN NOT NULL,
  is_company BOOLEAN NOT NULL,
  is_customer BOOLEAN NOT NULL,
  restriction_stands BOOLEAN NOT NULL,
  erasure_is_requested BOOLEAN NOT NULL,
  request_is_open BOOLEAN NOT NULL,
  complaint_is_open BOOLEAN NOT NULL,
  promise_is_broken BOOLEAN NOT NULL,
  breach_is_open BOOLEAN NOT NULL,
  has_listings BOOLEAN NOT NULL,
  has_other_clock BOOLEAN NOT NULL,
  has_quiet_hours BOOLEAN NOT NULL,
  has_objections BOOLEAN NOT NULL,
  has_open_promise BOOLEAN NOT NULL,
  is_paused BOOLEAN NOT NULL,
  has_topic_wishes BOOLEAN NOT NULL,
  email_is_unclear BOOLEAN NOT NULL,
  email_is_missing BOOLEAN NOT NULL,
  email_is_bounced BOOLEAN NOT NULL,
  email_complained_of_spam BOOLEAN NOT NULL,
  email_is_verified BOOLEAN NOT NULL,
  email_is_unwanted BOOLEAN NOT NULL,
  email_wish_is_reached BOOLEAN NOT NULL,
  sms_is_unclear BOOLEAN NOT NULL,
  sms_is_missing BOOLEAN NOT NULL,
  sms_is_bounced BOOLEAN NOT NULL,
  sms_complained_of_spam BOOLEAN NOT NULL,
  sms_is_verified BOOLEAN NOT NULL,
  sms_is_unwanted BOOLEAN NOT NULL,
  sms_wish_is_reached BOOLEAN NOT NULL,
  phone_is_unclear BOOLEAN NOT NULL,
  phone_is_missing BOOLEAN NOT NULL,
  phone_is_bounced BOOLEAN NOT NULL,
  phone_complained_of_spam BOOLEAN NOT NULL,
  phone_is_verified BOOLEAN NOT NULL,
  phone_is_unwanted BOOLEAN NOT NULL,
  phone_wish_is_reached BOOLEAN NOT NULL,
  post_is_unclear BOOLEAN NOT NULL,
  post_is_missing BOOLEAN NOT NULL,
  post_is_bounced BOOLEAN NOT NULL,
  post_complained_of_spam BOOLEAN NOT NULL,
  post_is_verified BOOLEAN NOT NULL,
  post_is_unwanted BOOLEAN NOT NULL,
  post_wish_is_reached BOOLEAN NOT NULL,
  app_is_unclear BOOLEAN NOT NULL,
  app_is_missing BOOLEAN NOT NULL,
  app_is_bounced BOOLEAN NOT NULL,
  app_complained_of_spam BOOLEAN NOT NULL,
  app_is_verified BOOLEAN NOT NULL,
  app_is_unwanted BOOLEAN NOT NULL,
  app_wish_is_reached BOOLEAN NOT NULL,
  none_is_unclear BOOLEAN NOT NULL,
  none_is_missing BOOLEAN NOT NULL,
  none_is_bounced BOOLEAN NOT NULL,
  none_complained_of_spam BOOLEAN NOT NULL,
  none_is_verified BOOLEAN NOT NULL,
  none_is_unwanted BOOLEAN NOT NULL,
  none_wish_is_reached BOOLEAN NOT NULL,
  push_is_unclear BOOLEAN NOT NULL,
  push_is_missing BOOLEAN NOT NULL,
  push_is_bounced BOOLEAN NOT NULL,
  push_complained_of_spam BOOLEAN NOT NULL,
  push_is_verified BOOLEAN NOT NULL,
  push_is_unwanted BOOLEAN NOT NULL,
  push_wish_is_reached BOOLEAN NOT NULL,
  rejects_topic_cars BOOLEAN NOT NULL,
  rejects_topic_maintenance BOOLEAN NOT NULL,
  rejects_topic_accessories BOOLEAN NOT NULL,
  rejects_topic_events BOOLEAN NOT NULL,
  consent_newsletter_email INTEGER NOT NULL,
  consent_offers_email INTEGER NOT NULL,
  consent_offers_sms INTEGER NOT NULL,
  consent_offers_phone INTEGER NOT NULL,
  consent_offers_post INTEGER NOT NULL,
  consent_service_email INTEGER NOT NULL,
  consent_service_sms INTEGER NOT NULL,
  consent_service_phone INTEGER NOT NULL,
  consent_service_post INTEGER NOT NULL,
  consent_service_app INTEGER NOT NULL,
  consent_safety_recall_email INTEGER NOT NULL,
  consent_safety_recall_sms INTEGER NOT NULL,
  consent_safety_recall_phone INTEGER NOT NULL,
  consent_safety_recall_post INTEGER NOT NULL,
  consent_tax_records_none INTEGER NOT NULL,
  consent_partner_sharing_none INTEGER NOT NULL,
  consent_app_profiling_none INTEGER NOT NULL,
  consent_app_profiling_app INTEGER NOT NULL,
  consent_app_profiling_push INTEGER NOT NULL,
  consent_mobility_advice_email INTEGER NOT NULL,
  consent_mobility_advice_phone INTEGER NOT NULL,
  last_activity_day INTEGER NOT NULL,
  last_purchase_day INTEGER NOT NULL,
  last_consent_day_newsletter INTEGER NOT NULL,
  last_consent_day_offers INTEGER NOT NULL,
  last_consent_day_service INTEGER NOT NULL,
  last_consent_day_safety_recall INTEGER NOT NULL,
  last_consent_day_tax_records INTEGER NOT NULL,
  last_consent_day_partner_sharing INTEGER NOT NULL,
  last_consent_day_app_profiling INTEGER NOT NULL,
  last_consent_day_mobility_advice INTEGER NOT NULL,
  last_bought_day_cars INTEGER NOT NULL,
  last_bought_day_lease INTEGER NOT NULL,
  last_bought_day_accessories INTEGER NOT NULL,
  sent_4_in_168_hours_email INTEGER NOT NULL,
  sent_8_in_720_hours_email_sms_phone_push INTEGER NOT NULL,
  PRIMARY KEY (person)
);
COMMENT ON TABLE openkaart_person IS 'A person, as far as questions of this policy look at them.';
COMMENT ON COLUMN openkaart_person.person IS 'A number that means nothing elsewhere.';
COMMENT ON COLUMN openkaart_person.as_of IS 'From when the row is true, in milliseconds since 1970; questions about earlier leave it open.';
COMMENT ON COLUMN openkaart_person.is_apart IS 'A row cannot tell this person; every question leaves them open.';
COMMENT ON COLUMN openkaart_person.is_deceased IS 'The person died.';
COMMENT ON COLUMN openkaart_person.is_company IS 'The person is a company.';
COMMENT ON COLUMN openkaart_person.is_customer IS 'The person ever bought something.';
COMMENT ON COLUMN openkaart_person.restriction_stands IS 'The person restricted processing (GDPR 18).';
COMMENT ON COLUMN openkaart_person.erasure_is_requested IS 'The person asked for erasure (GDPR 17).';
COMMENT ON COLUMN openkaart_person.request_is_open IS 'A request of the person is not closed.';
COMMENT ON COLUMN openkaart_person.complaint_is_open IS 'A complaint is not resolved.';
COMMENT ON COLUMN openkaart_person.promise_is_broken IS 'A promise was broken and not made good.';
COMMENT ON COLUMN openkaart_person.breach_is_open IS 'The person is affected by a breach that is not closed.';
COMMENT ON COLUMN openkaart_person.has_listings IS 'The person stands on a list; ask one by one where it matters.';
COMMENT ON COLUMN openkaart_person.has_other_clock IS 'The person lives by another clock than the controller.';
COMMENT ON COLUMN openkaart_person.has_quiet_hours IS 'The person has quiet hours of their own.';
COMMENT ON COLUMN openkaart_person.has_objections IS 'The person objected to something.';
COMMENT ON COLUMN openkaart_person.has_open_promise IS 'A promise is not kept yet.';
COMMENT ON COLUMN openkaart_person.is_paused IS 'The person paused messages.';
COMMENT ON COLUMN openkaart_person.has_topic_wishes IS 'The person said something of topics.';
COMMENT ON COLUMN openkaart_person.email_is_unclear IS 'By email: Several contact points, or it cannot be told for good.';
COMMENT ON COLUMN openkaart_person.email_is_missing IS 'By email: There is no contact point.';
COMMENT ON COLUMN openkaart_person.email_is_bounced IS 'By email: The contact point bounced.';
COMMENT ON COLUMN openkaart_person.email_complained_of_spam IS 'By email: The person called a message spam.';
COMMENT ON COLUMN openkaart_person.email_is_verified IS 'By email: The contact point is verified.';
COMMENT ON COLUMN openkaart_person.email_is_unwanted IS 'By email: The person does not want this channel.';
COMMENT ON COLUMN openkaart_person.email_wish_is_reached IS 'By email: The wished number of messages is reached.';
COMMENT ON COLUMN openkaart_person.sms_is_unclear IS 'By sms: Several contact points, or it cannot be told for good.';
COMMENT ON COLUMN openkaart_person.sms_is_missing IS 'By sms: There is no contact point.';
COMMENT ON COLUMN openkaart_person.sms_is_bounced IS 'By sms: The contact point bounced.';
COMMENT ON COLUMN openkaart_person.sms_complained_of_spam IS 'By sms: The person called a message spam.';
COMMENT ON COLUMN openkaart_person.sms_is_verified IS 'By sms: The contact point is verified.';
COMMENT ON COLUMN openkaart_person.sms_is_unwanted IS 'By sms: The person does not want this channel.';
COMMENT ON COLUMN openkaart_person.sms_wish_is_reached IS 'By sms: The wished number of messages is reached.';
COMMENT ON COLUMN openkaart_person.phone_is_unclear IS 'By phone: Several contact points, or it cannot be told for good.';
COMMENT ON COLUMN openkaart_person.phone_is_missing IS 'By phone: There is no contact point.';
COMMENT ON COLUMN openkaart_person.phone_is_bounced IS 'By phone: The contact point bounced.';
COMMENT ON COLUMN openkaart_person.phone_complained_of_spam IS 'By phone: The person called a message spam.';
COMMENT ON COLUMN openkaart_person.phone_is_verified IS 'By phone: The contact point is verified.';
COMMENT ON COLUMN openkaart_person.phone_is_unwanted IS 'By phone: The person does not want this channel.';
COMMENT ON COLUMN openkaart_person.phone_wish_is_reached IS 'By phone: The wished number of messages is reached.';
COMMENT ON COLUMN openkaart_person.post_is_unclear IS 'By post: Several contact points, or it cannot be told for good.';
COMMENT ON COLUMN openkaart_person.post_is_missing IS 'By post: There is no contact point.';
COMMENT ON COLUMN openkaart_person.post_is_bounced IS 'By post: The contact point bounced.';
COMMENT ON COLUMN openkaart_person.post_complained_of_spam IS 'By post: The person called a message spam.';
COMMENT ON COLUMN openkaart_person.post_is_verified IS 'By post: The contact point is verified.';
COMMENT ON COLUMN openkaart_person.post_is_unwanted IS 'By post: The person does not want this channel.';
COMMENT ON COLUMN openkaart_person.post_wish_is_reached IS 'By post: The wished number of messages is reached.';
COMMENT ON COLUMN openkaart_person.app_is_unclear IS 'By app: Several contact points, or it cannot be told for good.';
COMMENT ON COLUMN openkaart_person.app_is_missing IS 'By app: There is no contact point.';
COMMENT ON COLUMN openkaart_person.app_is_bounced IS 'By app: The contact point bounced.';
COMMENT ON COLUMN openkaart_person.app_complained_of_spam IS 'By app: The person called a message spam.';
COMMENT ON COLUMN openkaart_person.app_is_verified IS 'By app: The contact point is verified.';
COMMENT ON COLUMN openkaart_person.app_is_unwanted IS 'By app: The person does not want this channel.';
COMMENT ON COLUMN openkaart_person.app_wish_is_reached IS 'By app: The wished number of messages is reached.';
COMMENT ON COLUMN openkaart_person.none_is_unclear IS 'By none: Several contact points, or it cannot be told for good.';
COMMENT ON COLUMN openkaart_person.none_is_missing IS 'By none: There is no contact point.';
COMMENT ON COLUMN openkaart_person.none_is_bounced IS 'By none: The contact point bounced.';
COMMENT ON COLUMN openkaart_person.none_complained_of_spam IS 'By none: The person called a message spam.';
COMMENT ON COLUMN openkaart_person.none_is_verified IS 'By none: The contact point is verified.';
COMMENT ON COLUMN openkaart_person.none_is_unwanted IS 'By none: The person does not want this channel.';
COMMENT ON COLUMN openkaart_person.none_wish_is_reached IS 'By none: The wished number of messages is reached.';
COMMENT ON COLUMN openkaart_person.push_is_unclear IS 'By push: Several contact points, or it cannot be told for good.';
COMMENT ON COLUMN openkaart_person.push_is_missing IS 'By push: There is no contact point.';
COMMENT ON COLUMN openkaart_person.push_is_bounced IS 'By push: The contact point bounced.';
COMMENT ON COLUMN openkaart_person.push_complained_of_spam IS 'By push: The person called a message spam.';
COMMENT ON COLUMN openkaart_person.push_is_verified IS 'By push: The contact point is verified.';
COMMENT ON COLUMN openkaart_person.push_is_unwanted IS 'By push: The person does not want this channel.';
COMMENT ON COLUMN openkaart_person.push_wish_is_reached IS 'By push: The wished number of messages is reached.';
COMMENT ON COLUMN openkaart_person.rejects_topic_cars IS 'The person does not want cars.';
COMMENT ON COLUMN openkaart_person.rejects_topic_maintenance IS 'The person does not want maintenance.';
COMMENT ON COLUMN openkaart_person.rejects_topic_accessories IS 'The person does not want accessories.';
COMMENT ON COLUMN openkaart_person.rejects_topic_events IS 'The person does not want events.';
COMMENT ON COLUMN openkaart_person.consent_newsletter_email IS 'Consent to newsletter by email. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.';
COMMENT ON COLUMN openkaart_person.consent_offers_email IS 'Consent to offers by email. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.';
COMMENT ON COLUMN openkaart_person.consent_offers_sms IS 'Consent to offers by sms. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.';
COMMENT ON COLUMN openkaart_person.consent_offers_phone IS 'Consent to offers by phone. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.';
COMMENT ON COLUMN openkaart_person.consent_offers_post IS 'Consent to offers by post. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.';
COMMENT ON COLUMN openkaart_person.consent_service_email IS 'Consent to service by email. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.';
COMMENT ON COLUMN openkaart_person.consent_service_sms IS 'Consent to service by sms. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.';
COMMENT ON COLUMN openkaart_person.consent_service_phone IS 'Consent to service by phone. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.';
COMMENT ON COLUMN openkaart_person.consent_service_post IS 'Consent to service by post. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.';
COMMENT ON COLUMN openkaart_person.consent_service_app IS 'Consent to service by app. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.';
COMMENT ON COLUMN openkaart_person.consent_safety_recall_email IS 'Consent to safetyRecall by email. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.';
COMMENT ON COLUMN openkaart_person.consent_safety_recall_sms IS 'Consent to safetyRecall by sms. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.';
COMMENT ON COLUMN openkaart_person.consent_safety_recall_phone IS 'Consent to safetyRecall by phone. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.';
COMMENT ON COLUMN openkaart_person.consent_safety_recall_post IS 'Consent to safetyRecall by post. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.';
COMMENT ON COLUMN openkaart_person.consent_tax_records_none IS 'Consent to taxRecords by none. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.';
COMMENT ON COLUMN openkaart_person.consent_partner_sharing_none IS 'Consent to partnerSharing by none. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.';
COMMENT ON COLUMN openkaart_person.consent_app_profiling_none IS 'Consent to appProfiling by none. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.';
COMMENT ON COLUMN openkaart_person.consent_app_profiling_app IS 'Consent to appProfiling by app. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.';
COMMENT ON COLUMN openkaart_person.consent_app_profiling_push IS 'Consent to appProfiling by push. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.';
COMMENT ON COLUMN openkaart_person.consent_mobility_advice_email IS 'Consent to mobilityAdvice by email. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.';
COMMENT ON COLUMN openkaart_person.consent_mobility_advice_phone IS 'Consent to mobilityAdvice by phone. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.';
COMMENT ON COLUMN openkaart_person.last_activity_day IS 'The last activity, or without any the first that is known. A day counted from 1970; 65535 is none.';
COMMENT ON COLUMN openkaart_person.last_purchase_day IS 'The last purchase. A day counted from 1970; 65535 is none.';
COMMENT ON COLUMN openkaart_person.last_consent_day_newsletter IS 'The last consent to newsletter, or without any the first that is known. A day counted from 1970; 65535 is none.';
COMMENT ON COLUMN openkaart_person.last_consent_day_offers IS 'The last consent to offers, or without any the first that is known. A day counted from 1970; 65535 is none.';
COMMENT ON COLUMN openkaart_person.last_consent_day_service IS 'The last consent to service, or without any the first that is known. A day counted from 1970; 65535 is none.';
COMMENT ON COLUMN openkaart_person.last_consent_day_safety_recall IS 'The last consent to safetyRecall, or without any the first that is known. A day counted from 1970; 65535 is none.';
COMMENT ON COLUMN openkaart_person.last_consent_day_tax_records IS 'The last consent to taxRecords, or without any the first that is known. A day counted from 1970; 65535 is none.';
COMMENT ON COLUMN openkaart_person.last_consent_day_partner_sharing IS 'The last consent to partnerSharing, or without any the first that is known. A day counted from 1970; 65535 is none.';
COMMENT ON COLUMN openkaart_person.last_consent_day_app_profiling IS 'The last consent to appProfiling, or without any the first that is known. A day counted from 1970; 65535 is none.';
COMMENT ON COLUMN openkaart_person.last_consent_day_mobility_advice IS 'The last consent to mobilityAdvice, or without any the first that is known. A day counted from 1970; 65535 is none.';
COMMENT ON COLUMN openkaart_person.last_bought_day_cars IS 'When cars was bought last and not returned. A day counted from 1970; -1 is never.';
COMMENT ON COLUMN openkaart_person.last_bought_day_lease IS 'When lease was bought last and not returned. A day counted from 1970; -1 is never.';
COMMENT ON COLUMN openkaart_person.last_bought_day_accessories IS 'When accessories was bought last and not returned. A day counted from 1970; -1 is never.';
COMMENT ON COLUMN openkaart_person.sent_4_in_168_hours_email IS 'The hour, counted from 1970, of the send from which 4 messages are reached; 0 when they are not.';
COMMENT ON COLUMN openkaart_person.sent_8_in_720_hours_email_sms_phone_push IS 'The hour, counted from 1970, of the send from which 8 messages are reached; 0 when they are not.';

CREATE TABLE openkaart_standing (
  cell INTEGER NOT NULL,
  standing INTEGER NOT NULL,
  PRIMARY KEY (cell)
);
COMMENT ON TABLE openkaart_standing IS 'What a number below 64 in a column of consents stands for.';
COMMENT ON COLUMN openkaart_standing.cell IS 'The number.';
COMMENT ON COLUMN openkaart_standing.standing IS 'Bits: 1 holds, 2 withdrawn, 4 refused, 8 missing, 16 objects to marketing, 32 to the purpose, 64 to the channel, 128 privacy control, 256 opted out; from 65536 on what is wrong with the consent: unconfirmed, unproven, expired, notice outdated, not affirmative, not explicit, no guardian.';

CREATE TABLE openkaart_member (
  person BIGINT NOT NULL,
  valid_from BIGINT NOT NULL,
  valid_until BIGINT,
  PRIMARY KEY (person)
);
COMMENT ON TABLE openkaart_member IS 'A person, and from when until when the other tables tell of them.';
COMMENT ON COLUMN openkaart_member.person IS 'The person.';
COMMENT ON COLUMN openkaart_member.valid_from IS 'From when the tables tell, in milliseconds since 1970.';
COMMENT ON COLUMN openkaart_member.valid_until IS 'From when they may not any more; nothing is for good.';

CREATE TABLE openkaart_purchase (
  person BIGINT NOT NULL,
  purchase BIGINT NOT NULL,
  line INTEGER NOT NULL,
  happened_at BIGINT NOT NULL,
  on_day INTEGER NOT NULL,
  order_number TEXT COLLATE "C",
  product TEXT COLLATE "C",
  product_line TEXT COLLATE "C",
  quantity BIGINT,
  price_cents BIGINT,
  PRIMARY KEY (person, purchase, line)
);
COMMENT ON TABLE openkaart_purchase IS 'A line of a purchase; one that names no goods has a row without quantity.';
COMMENT ON COLUMN openkaart_purchase.person IS 'The person.';
COMMENT ON COLUMN openkaart_purchase.purchase IS 'The purchase; of those at one moment the smaller comes first.';
COMMENT ON COLUMN openkaart_purchase.line IS 'The place of the line in the purchase.';
COMMENT ON COLUMN openkaart_purchase.happened_at IS 'When it counts, in milliseconds since 1970.';
COMMENT ON COLUMN openkaart_purchase.on_day IS 'The day of that moment in the controller''s zone, counted from 1970.';
COMMENT ON COLUMN openkaart_purchase.order_number IS 'The order; without one nothing can come back.';
COMMENT ON COLUMN openkaart_purchase.product IS 'The product.';
COMMENT ON COLUMN openkaart_purchase.product_line IS 'The product line.';
COMMENT ON COLUMN openkaart_purchase.quantity IS 'How many; nothing where no goods are named.';
COMMENT ON COLUMN openkaart_purchase.price_cents IS 'The price of one in cents.';

CREATE TABLE openkaart_return (
  person BIGINT NOT NULL,
  happened_at BIGINT NOT NULL,
  order_number TEXT COLLATE "C",
  product TEXT COLLATE "C",
  product_line TEXT COLLATE "C",
  quantity BIGINT NOT NULL
);
COMMENT ON TABLE openkaart_return IS 'Goods that came back.';
COMMENT ON COLUMN openkaart_return.person IS 'The person.';
COMMENT ON COLUMN openkaart_return.happened_at IS 'When it counts, in milliseconds since 1970.';
COMMENT ON COLUMN openkaart_return.order_number IS 'The order they were bought by.';
COMMENT ON COLUMN openkaart_return.product IS 'The product.';
COMMENT ON COLUMN openkaart_return.product_line IS 'The product line.';
COMMENT ON COLUMN openkaart_return.quantity IS 'How many.';

CREATE TABLE openkaart_behaviour (
  person BIGINT NOT NULL,
  behaviour BIGINT NOT NULL,
  event TEXT COLLATE "C" NOT NULL,
  happened_at BIGINT NOT NULL,
  on_day INTEGER NOT NULL,
  PRIMARY KEY (person, behaviour)
);
COMMENT ON TABLE openkaart_behaviour IS 'Something the person did.';
COMMENT ON COLUMN openkaart_behaviour.person IS 'The person.';
COMMENT ON COLUMN openkaart_behaviour.behaviour IS 'A number for it, once a person.';
COMMENT ON COLUMN openkaart_behaviour.event IS 'The name of what was done.';
COMMENT ON COLUMN openkaart_behaviour.happened_at IS 'When it counts, in milliseconds since 1970.';
COMMENT ON COLUMN openkaart_behaviour.on_day IS 'The day of that moment in the controller''s zone, counted from 1970.';

CREATE TABLE openkaart_behaviour_property (
  person BIGINT NOT NULL,
  behaviour BIGINT NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  told TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (person, behaviour, name)
);
COMMENT ON TABLE openkaart_behaviour_property IS 'A property of something the person did.';
COMMENT ON COLUMN openkaart_behaviour_property.person IS 'The person.';
COMMENT ON COLUMN openkaart_behaviour_property.behaviour IS 'What was done.';
COMMENT ON COLUMN openkaart_behaviour_property.name IS 'The property.';
COMMENT ON COLUMN openkaart_behaviour_property.told IS 'Its value as text.';

CREATE TABLE openkaart_attribute (
  person BIGINT NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  told TEXT COLLATE "C",
  told_day INTEGER,
  told_number BIGINT,
  happened_at BIGINT NOT NULL
);
COMMENT ON TABLE openkaart_attribute IS 'A word about an attribute of the person.';
COMMENT ON COLUMN openkaart_attribute.person IS 'The person.';
COMMENT ON COLUMN openkaart_attribute.name IS 'The attribute.';
COMMENT ON COLUMN openkaart_attribute.told IS 'The value; nothing says that the source has none any more.';
COMMENT ON COLUMN openkaart_attribute.told_day IS 'The value as a day counted from 1970, if it is one.';
COMMENT ON COLUMN openkaart_attribute.told_number IS 'The value as a whole number, if it is one.';
COMMENT ON COLUMN openkaart_attribute.happened_at IS 'When it counts, in milliseconds since 1970.';

CREATE TABLE openkaart_wish (
  person BIGINT NOT NULL,
  kind TEXT COLLATE "C" NOT NULL,
  name TEXT COLLATE "C" NOT NULL,
  is_wanted BOOLEAN NOT NULL,
  happened_at BIGINT NOT NULL
);
COMMENT ON TABLE openkaart_wish IS 'A word on whether the person wants a topic or a channel.';
COMMENT ON COLUMN openkaart_wish.person IS 'The person.';
COMMENT ON COLUMN openkaart_wish.kind IS 'topic or channel.';
COMMENT ON COLUMN openkaart_wish.name IS 'Which one; a list of channels has a word on each channel there is.';
COMMENT ON COLUMN openkaart_wish.is_wanted IS 'Whether it is wanted.';
COMMENT ON COLUMN openkaart_wish.happened_at IS 'When it counts, in milliseconds since 1970.';

CREATE TABLE openkaart_consent (
  person BIGINT NOT NULL,
  purpose TEXT COLLATE "C" NOT NULL,
  channel TEXT COLLATE "C" NOT NULL,
  state TEXT COLLATE "C" NOT NULL,
  valid_from BIGINT NOT NULL,
  valid_until BIGINT,
  PRIMARY KEY (person, purpose, channel, valid_from)
);
COMMENT ON TABLE openkaart_consent IS 'How consent stands by the gate''s own reading.';
COMMENT ON COLUMN openkaart_consent.person IS 'The person.';
COMMENT ON COLUMN openkaart_consent.purpose IS 'The purpose.';
COMMENT ON COLUMN openkaart_consent.channel IS 'The channel.';
COMMENT ON COLUMN openkaart_consent.state IS 'given, withdrawn, refused, expired, unconfirmed, invalid or missing.';
COMMENT ON COLUMN openkaart_consent.valid_from IS 'From when it stands so, in milliseconds since 1970.';
COMMENT ON COLUMN openkaart_consent.valid_until IS 'From when it may not any more; nothing is for good.';
