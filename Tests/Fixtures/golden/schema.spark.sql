CREATE TABLE openkaart_person (
  person BIGINT NOT NULL COMMENT 'A number that means nothing elsewhere.',
  as_of BIGINT NOT NULL COMMENT 'From when the row is true, in milliseconds since 1970; questions about earlier leave it open.',
  is_apart BOOLEAN NOT NULL COMMENT 'A row cannot tell this person; every question leaves them open.',
  is_deceased BOOLEAN NOT NULL COMMENT 'The person died.',
  is_company BOOLEAN NOT NULL COMMENT 'The person is a company.',
  is_customer BOOLEAN NOT NULL COMMENT 'The person ever bought something.',
  restriction_stands BOOLEAN NOT NULL COMMENT 'The person restricted processing (GDPR 18).',
  erasure_is_requested BOOLEAN NOT NULL COMMENT 'The person asked for erasure (GDPR 17).',
  request_is_open BOOLEAN NOT NULL COMMENT 'A request of the person is not closed.',
  complaint_is_open BOOLEAN NOT NULL COMMENT 'A complaint is not resolved.',
  promise_is_broken BOOLEAN NOT NULL COMMENT 'A promise was broken and not made good.',
  breach_is_open BOOLEAN NOT NULL COMMENT 'The person is affected by a breach that is not closed.',
  has_listings BOOLEAN NOT NULL COMMENT 'The person stands on a list; ask one by one where it matters.',
  has_other_clock BOOLEAN NOT NULL COMMENT 'The person lives by another clock than the controller.',
  has_quiet_hours BOOLEAN NOT NULL COMMENT 'The person has quiet hours of their own.',
  has_objections BOOLEAN NOT NULL COMMENT 'The person objected to something.',
  has_open_promise BOOLEAN NOT NULL COMMENT 'A promise is not kept yet.',
  is_paused BOOLEAN NOT NULL COMMENT 'The person paused messages.',
  has_topic_wishes BOOLEAN NOT NULL COMMENT 'The person said something of topics.',
  email_is_unclear BOOLEAN NOT NULL COMMENT 'By email: Several contact points, or it cannot be told for good.',
  email_is_missing BOOLEAN NOT NULL COMMENT 'By email: There is no contact point.',
  email_is_bounced BOOLEAN NOT NULL COMMENT 'By email: The contact point bounced.',
  email_complained_of_spam BOOLEAN NOT NULL COMMENT 'By email: The person called a message spam.',
  email_is_verified BOOLEAN NOT NULL COMMENT 'By email: The contact point is verified.',
  email_is_unwanted BOOLEAN NOT NULL COMMENT 'By email: The person does not want this channel.',
  email_wish_is_reached BOOLEAN NOT NULL COMMENT 'By email: The wished number of messages is reached.',
  sms_is_unclear BOOLEAN NOT NULL COMMENT 'By sms: Several contact points, or it cannot be told for good.',
  sms_is_missing BOOLEAN NOT NULL COMMENT 'By sms: There is no contact point.',
  sms_is_bounced BOOLEAN NOT NULL COMMENT 'By sms: The contact point bounced.',
  sms_complained_of_spam BOOLEAN NOT NULL COMMENT 'By sms: The person called a message spam.',
  sms_is_verified BOOLEAN NOT NULL COMMENT 'By sms: The contact point is verified.',
  sms_is_unwanted BOOLEAN NOT NULL COMMENT 'By sms: The person does not want this channel.',
  sms_wish_is_reached BOOLEAN NOT NULL COMMENT 'By sms: The wished number of messages is reached.',
  phone_is_unclear BOOLEAN NOT NULL COMMENT 'By phone: Several contact points, or it cannot be told for good.',
  phone_is_missing BOOLEAN NOT NULL COMMENT 'By phone: There is no contact point.',
  phone_is_bounced BOOLEAN NOT NULL COMMENT 'By phone: The contact point bounced.',
  phone_complained_of_spam BOOLEAN NOT NULL COMMENT 'By phone: The person called a message spam.',
  phone_is_verified BOOLEAN NOT NULL COMMENT 'By phone: The contact point is verified.',
  phone_is_unwanted BOOLEAN NOT NULL COMMENT 'By phone: The person does not want this channel.',
  phone_wish_is_reached BOOLEAN NOT NULL COMMENT 'By phone: The wished number of messages is reached.',
  post_is_unclear BOOLEAN NOT NULL COMMENT 'By post: Several contact points, or it cannot be told for good.',
  post_is_missing BOOLEAN NOT NULL COMMENT 'By post: There is no contact point.',
  post_is_bounced BOOLEAN NOT NULL COMMENT 'By post: The contact point bounced.',
  post_complained_of_spam BOOLEAN NOT NULL COMMENT 'By post: The person called a message spam.',
  post_is_verified BOOLEAN NOT NULL COMMENT 'By post: The contact point is verified.',
  post_is_unwanted BOOLEAN NOT NULL COMMENT 'By post: The person does not want this channel.',
  post_wish_is_reached BOOLEAN NOT NULL COMMENT 'By post: The wished number of messages is reached.',
  app_is_unclear BOOLEAN NOT NULL COMMENT 'By app: Several contact points, or it cannot be told for good.',
  app_is_missing BOOLEAN NOT NULL COMMENT 'By app: There is no contact point.',
  app_is_bounced BOOLEAN NOT NULL COMMENT 'By app: The contact point bounced.',
  app_complained_of_spam BOOLEAN NOT NULL COMMENT 'By app: The person called a message spam.',
  app_is_verified BOOLEAN NOT NULL COMMENT 'By app: The contact point is verified.',
  app_is_unwanted BOOLEAN NOT NULL COMMENT 'By app: The person does not want this channel.',
  app_wish_is_reached BOOLEAN NOT NULL COMMENT 'By app: The wished number of messages is reached.',
  none_is_unclear BOOLEAN NOT NULL COMMENT 'By none: Several contact points, or it cannot be told for good.',
  none_is_missing BOOLEAN NOT NULL COMMENT 'By none: There is no contact point.',
  none_is_bounced BOOLEAN NOT NULL COMMENT 'By none: The contact point bounced.',
  none_complained_of_spam BOOLEAN NOT NULL COMMENT 'By none: The person called a message spam.',
  none_is_verified BOOLEAN NOT NULL COMMENT 'By none: The contact point is verified.',
  none_is_unwanted BOOLEAN NOT NULL COMMENT 'By none: The person does not want this channel.',
  none_wish_is_reached BOOLEAN NOT NULL COMMENT 'By none: The wished number of messages is reached.',
  push_is_unclear BOOLEAN NOT NULL COMMENT 'By push: Several contact points, or it cannot be told for good.',
  push_is_missing BOOLEAN NOT NULL COMMENT 'By push: There is no contact point.',
  push_is_bounced BOOLEAN NOT NULL COMMENT 'By push: The contact point bounced.',
  push_complained_of_spam BOOLEAN NOT NULL COMMENT 'By push: The person called a message spam.',
  push_is_verified BOOLEAN NOT NULL COMMENT 'By push: The contact point is verified.',
  push_is_unwanted BOOLEAN NOT NULL COMMENT 'By push: The person does not want this channel.',
  push_wish_is_reached BOOLEAN NOT NULL COMMENT 'By push: The wished number of messages is reached.',
  rejects_topic_cars BOOLEAN NOT NULL COMMENT 'The person does not want cars.',
  rejects_topic_maintenance BOOLEAN NOT NULL COMMENT 'The person does not want maintenance.',
  rejects_topic_accessories BOOLEAN NOT NULL COMMENT 'The person does not want accessories.',
  rejects_topic_events BOOLEAN NOT NULL COMMENT 'The person does not want events.',
  consent_newsletter_email INT NOT NULL COMMENT 'Consent to newsletter by email. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.',
  consent_offers_email INT NOT NULL COMMENT 'Consent to offers by email. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.',
  consent_offers_sms INT NOT NULL COMMENT 'Consent to offers by sms. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.',
  consent_offers_phone INT NOT NULL COMMENT 'Consent to offers by phone. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.',
  consent_offers_post INT NOT NULL COMMENT 'Consent to offers by post. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.',
  consent_service_email INT NOT NULL COMMENT 'Consent to service by email. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.',
  consent_service_sms INT NOT NULL COMMENT 'Consent to service by sms. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.',
  consent_service_phone INT NOT NULL COMMENT 'Consent to service by phone. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.',
  consent_service_post INT NOT NULL COMMENT 'Consent to service by post. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.',
  consent_service_app INT NOT NULL COMMENT 'Consent to service by app. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.',
  consent_safety_recall_email INT NOT NULL COMMENT 'Consent to safetyRecall by email. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.',
  consent_safety_recall_sms INT NOT NULL COMMENT 'Consent to safetyRecall by sms. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.',
  consent_safety_recall_phone INT NOT NULL COMMENT 'Consent to safetyRecall by phone. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.',
  consent_safety_recall_post INT NOT NULL COMMENT 'Consent to safetyRecall by post. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.',
  consent_tax_records_none INT NOT NULL COMMENT 'Consent to taxRecords by none. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.',
  consent_partner_sharing_none INT NOT NULL COMMENT 'Consent to partnerSharing by none. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.',
  consent_app_profiling_none INT NOT NULL COMMENT 'Consent to appProfiling by none. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.',
  consent_app_profiling_app INT NOT NULL COMMENT 'Consent to appProfiling by app. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.',
  consent_app_profiling_push INT NOT NULL COMMENT 'Consent to appProfiling by push. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.',
  consent_mobility_advice_email INT NOT NULL COMMENT 'Consent to mobilityAdvice by email. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.',
  consent_mobility_advice_phone INT NOT NULL COMMENT 'Consent to mobilityAdvice by phone. Below 64: a number of openkaart_standing. From 64 on: the day, counted from 1970, on which it was given; 32768 more when there are other words too.',
  last_activity_day INT NOT NULL COMMENT 'The last activity, or without any the first that is known. A day counted from 1970; 65535 is none.',
  last_purchase_day INT NOT NULL COMMENT 'The last purchase. A day counted from 1970; 65535 is none.',
  last_consent_day_newsletter INT NOT NULL COMMENT 'The last consent to newsletter, or without any the first that is known. A day counted from 1970; 65535 is none.',
  last_consent_day_offers INT NOT NULL COMMENT 'The last consent to offers, or without any the first that is known. A day counted from 1970; 65535 is none.',
  last_consent_day_service INT NOT NULL COMMENT 'The last consent to service, or without any the first that is known. A day counted from 1970; 65535 is none.',
  last_consent_day_safety_recall INT NOT NULL COMMENT 'The last consent to safetyRecall, or without any the first that is known. A day counted from 1970; 65535 is none.',
  last_consent_day_tax_records INT NOT NULL COMMENT 'The last consent to taxRecords, or without any the first that is known. A day counted from 1970; 65535 is none.',
  last_consent_day_partner_sharing INT NOT NULL COMMENT 'The last consent to partnerSharing, or without any the first that is known. A day counted from 1970; 65535 is none.',
  last_consent_day_app_profiling INT NOT NULL COMMENT 'The last consent to appProfiling, or without any the first that is known. A day counted from 1970; 65535 is none.',
  last_consent_day_mobility_advice INT NOT NULL COMMENT 'The last consent to mobilityAdvice, or without any the first that is known. A day counted from 1970; 65535 is none.',
  last_bought_day_cars INT NOT NULL COMMENT 'When cars was bought last and not returned. A day counted from 1970; -1 is never.',
  last_bought_day_lease INT NOT NULL COMMENT 'When lease was bought last and not returned. A day counted from 1970; -1 is never.',
  last_bought_day_accessories INT NOT NULL COMMENT 'When accessories was bought last and not returned. A day counted from 1970; -1 is never.',
  sent_4_in_168_hours_email INT NOT NULL COMMENT 'The hour, counted from 1970, of the send from which 4 messages are reached; 0 when they are not.',
  sent_8_in_720_hours_email_sms_phone_push INT NOT NULL COMMENT 'The hour, counted from 1970, of the send from which 8 messages are reached; 0 when they are not.'
) COMMENT 'A person, as far as questions of this policy look at them.';

CREATE TABLE openkaart_standing (
  cell INT NOT NULL COMMENT 'The number.',
  standing INT NOT NULL COMMENT 'Bits: 1 holds, 2 withdrawn, 4 refused, 8 missing, 16 objects to marketing, 32 to the purpose, 64 to the channel, 128 privacy control, 256 opted out; from 65536 on what is wrong with the consent: unconfirmed, unproven, expired, notice outdated, not affirmative, not explicit, no guardian.'
) COMMENT 'What a number below 64 in a column of consents stands for.';

CREATE TABLE openkaart_member (
  person BIGINT NOT NULL COMMENT 'The person.',
  valid_from BIGINT NOT NULL COMMENT 'From when the tables tell, in milliseconds since 1970.',
  valid_until BIGINT COMMENT 'From when they may not any more; nothing is for good.'
) COMMENT 'A person, and from when until when the other tables tell of them.';

CREATE TABLE openkaart_purchase (
  person BIGINT NOT NULL COMMENT 'The person.',
  purchase BIGINT NOT NULL COMMENT 'The purchase; of those at one moment the smaller comes first.',
  line INT NOT NULL COMMENT 'The place of the line in the purchase.',
  happened_at BIGINT NOT NULL COMMENT 'When it counts, in milliseconds since 1970.',
  on_day INT NOT NULL COMMENT 'The day of that moment in the controller\'s zone, counted from 1970.',
  order_number STRING COMMENT 'The order; without one nothing can come back.',
  product STRING COMMENT 'The product.',
  product_line STRING COMMENT 'The product line.',
  quantity BIGINT COMMENT 'How many; nothing where no goods are named.',
  price_cents BIGINT COMMENT 'The price of one in cents.'
) COMMENT 'A line of a purchase; one that names no goods has a row without quantity.';

CREATE TABLE openkaart_return (
  person BIGINT NOT NULL COMMENT 'The person.',
  happened_at BIGINT NOT NULL COMMENT 'When it counts, in milliseconds since 1970.',
  order_number STRING COMMENT 'The order they were bought by.',
  product STRING COMMENT 'The product.',
  product_line STRING COMMENT 'The product line.',
  quantity BIGINT NOT NULL COMMENT 'How many.'
) COMMENT 'Goods that came back.';

CREATE TABLE openkaart_behaviour (
  person BIGINT NOT NULL COMMENT 'The person.',
  behaviour BIGINT NOT NULL COMMENT 'A number for it, once a person.',
  event STRING NOT NULL COMMENT 'The name of what was done.',
  happened_at BIGINT NOT NULL COMMENT 'When it counts, in milliseconds since 1970.',
  on_day INT NOT NULL COMMENT 'The day of that moment in the controller\'s zone, counted from 1970.'
) COMMENT 'Something the person did.';

CREATE TABLE openkaart_behaviour_property (
  person BIGINT NOT NULL COMMENT 'The person.',
  behaviour BIGINT NOT NULL COMMENT 'What was done.',
  name STRING NOT NULL COMMENT 'The property.',
  told STRING NOT NULL COMMENT 'Its value as text.'
) COMMENT 'A property of something the person did.';

CREATE TABLE openkaart_attribute (
  person BIGINT NOT NULL COMMENT 'The person.',
  name STRING NOT NULL COMMENT 'The attribute.',
  told STRING COMMENT 'The value; nothing says that the source has none any more.',
  told_day INT COMMENT 'The value as a day counted from 1970, if it is one.',
  told_number BIGINT COMMENT 'The value as a whole number, if it is one.',
  happened_at BIGINT NOT NULL COMMENT 'When it counts, in milliseconds since 1970.'
) COMMENT 'A word about an attribute of the person.';

CREATE TABLE openkaart_wish (
  person BIGINT NOT NULL COMMENT 'The person.',
  kind STRING NOT NULL COMMENT 'topic or channel.',
  name STRING NOT NULL COMMENT 'Which one; a list of channels has a word on each channel there is.',
  is_wanted BOOLEAN NOT NULL COMMENT 'Whether it is wanted.',
  happened_at BIGINT NOT NULL COMMENT 'When it counts, in milliseconds since 1970.'
) COMMENT 'A word on whether the person wants a topic or a channel.';

CREATE TABLE openkaart_consent (
  person BIGINT NOT NULL COMMENT 'The person.',
  purpose STRING NOT NULL COMMENT 'The purpose.',
  channel STRING NOT NULL COMMENT 'The channel.',
  state STRING NOT NULL COMMENT 'given, withdrawn, refused, expired, unconfirmed, invalid or missing.',
  valid_from BIGINT NOT NULL COMMENT 'From when it stands so, in milliseconds since 1970.',
  valid_until BIGINT COMMENT 'From when it may not any more; nothing is for good.'
) COMMENT 'How consent stands by the gate\'s own reading.';
