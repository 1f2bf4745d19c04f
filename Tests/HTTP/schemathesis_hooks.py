"""What a schema of the API cannot say.

An `Idempotency-Key` names one request: sent again with another body it must be refused. A purpose is
one of the policy's. A value that stands in many records, such as `0` or `n.v.t.`, names nobody.
To a schema 1.0 is a whole number; an amount, a page or a number of days is written without a point. A
place under the caps is kept for now, so a question that reserves names no moment. A segment is one of
the policy's, and a condition has a grammar of its own.
"""
import uuid

import schemathesis


@schemathesis.hook
def before_call(context, case, kwargs):
    if case.headers and "Idempotency-Key" in case.headers and is_valid(case):
        case.headers["Idempotency-Key"] = str(uuid.uuid4())
    if case.path in ("/v1/audiences", "/v1/releases") and isinstance(case.body, dict) and is_valid(case):
        case.body["purpose"] = "offers"
    if isinstance(case.body, dict) and is_valid(case):
        if case.path == "/v1/segments/explain" or {"segment", "where"} & case.body.keys():
            case.body.pop("segment", None)
            case.body["where"] = "bought cars in 24 months"
        if case.path == "/v1/segments/check" and "purpose" in case.body:
            case.body["purpose"] = "offers"
    if is_valid(case):
        for use in case.body if isinstance(case.body, list) else [case.body]:
            if isinstance(use, dict) and isinstance(use.get("subject"), dict):
                for kind, value in use["subject"].items():
                    use["subject"][kind] = f"{value}-4711x"
            activity = use.get("activity") if isinstance(use, dict) else None
            if isinstance(activity, dict) and isinstance(activity.get("priceCents"), float):
                activity["priceCents"] = int(activity["priceCents"])
            for count in ("page", "forecast"):
                if isinstance(use, dict) and isinstance(use.get(count), float):
                    use[count] = int(use[count])
            if isinstance(use, dict) and "reserve" in (case.query or {}):
                use.pop("at", None)


def is_valid(case):
    return case.meta is None or case.meta.generation.mode.is_positive
