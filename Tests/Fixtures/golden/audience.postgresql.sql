WITH seen AS (
  SELECT p.*,
    (p.consent_offers_email & 32767) AS consent_day,
    p.consent_offers_email >= 32768 AS consent_has_more,
    p.consent_offers_email = 1 AS consent_is_open,
    COALESCE(s.standing, 0) AS consent_standing,
    (s.cell IS NULL AND (p.consent_offers_email & 32767) < 64) AS consent_is_unread
  FROM openkaart_person p LEFT JOIN openkaart_standing s ON s.cell = p.consent_offers_email
), asked AS (
  SELECT seen.*,
      (as_of > 1795338000000 OR consent_is_unread OR consent_is_open OR (consent_has_more AND (consent_day >= 64)) OR is_apart OR email_is_unclear OR is_customer OR has_listings OR restriction_stands OR (sent_4_in_168_hours_email = 498537) OR (sent_8_in_720_hours_email_sms_phone_push = 497985) OR has_quiet_hours OR email_wish_is_reached OR is_paused) AS is_open,
      ((consent_day >= 20049) OR ((consent_standing & 1) <> 0)) AS basis_1,
      FALSE AS basis_2
  FROM seen
), carried AS (
  SELECT asked.*,
      (basis_1 OR basis_2) AS has_basis
  FROM asked
), ruled AS (
  SELECT carried.*,
      is_deceased AS rule_1,
      (last_activity_day < 20049) AS rule_2,
      restriction_stands AS rule_3,
      erasure_is_requested AS rule_4,
      ((consent_standing & 16) <> 0) AS rule_5,
      ((consent_standing & 32) <> 0) AS rule_6,
      ((consent_standing & 64) <> 0) AS rule_7,
      (NOT has_basis AND ((consent_standing & 2) <> 0)) AS rule_8,
      (NOT has_basis AND ((consent_standing & 4) <> 0)) AS rule_9,
      (NOT has_basis AND ((consent_standing & 8) <> 0)) AS rule_10,
      (NOT has_basis AND ((consent_standing & 65536) <> 0)) AS rule_11,
      (NOT has_basis AND ((consent_standing & 131072) <> 0)) AS rule_12,
      (NOT has_basis AND (((consent_day >= 64) AND (NOT (consent_day >= 20049))) OR ((consent_standing & 262144) <> 0))) AS rule_13,
      (NOT has_basis AND ((consent_standing & 524288) <> 0)) AS rule_14,
      (NOT has_basis AND ((consent_standing & 1048576) <> 0)) AS rule_15,
      (NOT has_basis AND ((consent_standing & 2097152) <> 0)) AS rule_16,
      (NOT has_basis AND ((consent_standing & 4194304) <> 0)) AS rule_17,
      NOT has_basis AS rule_18,
      (NOT has_basis AND ((consent_standing & 256) <> 0)) AS rule_19,
      FALSE AS rule_20,
      email_is_missing AS rule_21,
      email_is_bounced AS rule_22,
      email_complained_of_spam AS rule_23,
      complaint_is_open AS rule_24,
      promise_is_broken AS rule_25,
      request_is_open AS rule_26,
      breach_is_open AS rule_27,
      ((last_bought_day_cars >= 19683) OR (last_bought_day_lease >= 19683)) AS rule_28,
      (last_activity_day < 20049) AS rule_29,
      (sent_4_in_168_hours_email >= 498538) AS rule_30,
      (sent_8_in_720_hours_email_sms_phone_push >= 497986) AS rule_31,
      email_is_unwanted AS rule_32
  FROM carried
), stopped AS (
  SELECT ruled.*,
      (NOT has_basis OR rule_1 OR rule_2 OR rule_3 OR rule_4 OR rule_5 OR rule_6 OR rule_7 OR rule_21 OR rule_22 OR rule_23 OR rule_24 OR rule_25 OR rule_26 OR rule_27 OR rule_28 OR rule_29 OR rule_32) AS is_stopped,
      (rule_30 OR rule_31) AS is_waiting,
      ((NOT ((consent_day >= 20082) OR ((consent_standing & 1) <> 0))) OR (as_of > 1795338000000 OR consent_is_unread OR consent_is_open OR (consent_has_more AND (consent_day >= 64)) OR is_apart OR email_is_unclear OR is_customer OR has_listings OR restriction_stands OR (sent_4_in_168_hours_email = 499329) OR (sent_8_in_720_hours_email_sms_phone_push = 498777) OR has_quiet_hours OR email_wish_is_reached OR is_paused) OR (last_activity_day < 20082) OR ((consent_standing & 16) <> 0) OR ((consent_standing & 32) <> 0) OR ((consent_standing & 64) <> 0) OR (last_activity_day < 20082)) AS is_stopped_later
  FROM ruled
), judged AS (
  SELECT stopped.*,
      CASE WHEN is_open OR (is_waiting AND NOT is_stopped AND is_stopped_later) THEN 'open'
      WHEN is_stopped THEN 'deny' WHEN is_waiting THEN 'later' ELSE 'allow' END AS outcome
  FROM stopped
)
SELECT person, outcome,
  CASE outcome WHEN 'deny' THEN CASE WHEN rule_1 THEN 'subject.deceased' WHEN rule_2 THEN 'retention.passed' WHEN rule_3 THEN 'right.restricted' WHEN rule_4 THEN 'right.erasurePending' WHEN rule_5 THEN 'objection.directMarketing' WHEN rule_6 THEN 'objection.purpose' WHEN rule_7 THEN 'objection.channel' WHEN rule_8 THEN 'consent.withdrawn' WHEN rule_9 THEN 'consent.refused' WHEN rule_10 THEN 'consent.missing' WHEN rule_11 THEN 'consent.unconfirmed' WHEN rule_12 THEN 'consent.unproven' WHEN rule_13 THEN 'consent.expired' WHEN rule_14 THEN 'consent.noticeOutdated' WHEN rule_15 THEN 'consent.notAffirmative' WHEN rule_16 THEN 'consent.notExplicit' WHEN rule_17 THEN 'consent.guardianRequired' WHEN rule_18 THEN 'softOptIn.noSale' WHEN rule_19 THEN 'softOptIn.optedOut' WHEN rule_20 THEN 'basis.none' WHEN rule_21 THEN 'contactPoint.missing' WHEN rule_22 THEN 'contactPoint.bounced' WHEN rule_23 THEN 'contactPoint.spamComplaint' WHEN rule_24 THEN 'house.openComplaint' WHEN rule_25 THEN 'house.brokenPromise' WHEN rule_26 THEN 'right.openRequest' WHEN rule_27 THEN 'house.breachAffected' WHEN rule_28 THEN 'house.recentlyBought' WHEN rule_29 THEN 'profile.stale' WHEN rule_32 THEN 'preference.channel' END
  WHEN 'later' THEN CASE WHEN rule_30 THEN 'cap.frequency' WHEN rule_31 THEN 'cap.frequency' END
  WHEN 'allow' THEN CASE WHEN basis_1 THEN 'basis.consent' WHEN basis_2 THEN 'basis.softOptIn' END END AS first_reason,
  CASE WHEN outcome <> 'open' THEN array_remove(ARRAY[
    CASE WHEN rule_1 THEN 'subject.deceased' END,
    CASE WHEN rule_2 THEN 'retention.passed' END,
    CASE WHEN rule_3 THEN 'right.restricted' END,
    CASE WHEN rule_4 THEN 'right.erasurePending' END,
    CASE WHEN rule_5 THEN 'objection.directMarketing' END,
    CASE WHEN rule_6 THEN 'objection.purpose' END,
    CASE WHEN rule_7 THEN 'objection.channel' END,
    CASE WHEN rule_8 THEN 'consent.withdrawn' END,
    CASE WHEN rule_9 THEN 'consent.refused' END,
    CASE WHEN rule_10 THEN 'consent.missing' END,
    CASE WHEN rule_11 THEN 'consent.unconfirmed' END,
    CASE WHEN rule_12 THEN 'consent.unproven' END,
    CASE WHEN rule_13 THEN 'consent.expired' END,
    CASE WHEN rule_14 THEN 'consent.noticeOutdated' END,
    CASE WHEN rule_15 THEN 'consent.notAffirmative' END,
    CASE WHEN rule_16 THEN 'consent.notExplicit' END,
    CASE WHEN rule_17 THEN 'consent.guardianRequired' END,
    CASE WHEN rule_18 THEN 'softOptIn.noSale' END,
    CASE WHEN rule_19 THEN 'softOptIn.optedOut' END,
    CASE WHEN rule_20 THEN 'basis.none' END,
    CASE WHEN rule_21 THEN 'contactPoint.missing' END,
    CASE WHEN rule_22 THEN 'contactPoint.bounced' END,
    CASE WHEN rule_23 THEN 'contactPoint.spamComplaint' END,
    CASE WHEN rule_24 THEN 'house.openComplaint' END,
    CASE WHEN rule_25 THEN 'house.brokenPromise' END,
    CASE WHEN rule_26 THEN 'right.openRequest' END,
    CASE WHEN rule_27 THEN 'house.breachAffected' END,
    CASE WHEN rule_28 THEN 'house.recentlyBought' END,
    CASE WHEN rule_29 THEN 'profile.stale' END,
    CASE WHEN (rule_30 OR rule_31) THEN 'cap.frequency' END,
    CASE WHEN rule_32 THEN 'preference.channel' END,
    CASE WHEN basis_1 THEN 'basis.consent' WHEN basis_2 THEN 'basis.softOptIn' END
  ]::TEXT[], NULL) END AS reasons
FROM judged
