"""The outside contract of the API: each call, what it takes, what it answers, and with which status.

Written from the product's description and not from the program, so that the two can be compared.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Call:
    """A call; `takes` names its query parameters or body fields, `answers` (some of) its answer's fields."""

    method: str
    path: str
    status: int = 200
    takes: str = ""
    answers: str = ""
    paged: bool = False

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"


LISTING = (
    "id title description category{code name} municipality{number name} condition quantity available_quantity "
    "photos{url width height} price_nok published_at stage distance_km actions"
)
SEARCH = (
    "q category municipality county condition near within_km min_quantity max_width_cm max_depth_cm max_height_cm free "
    "available_by sort page per_page lang"
)
NEW_LISTING = (
    "title description category condition quantity asset_id width_cm depth_cm height_cm weight_kg colour material "
    "brand price_nok pickup_place_id available_from closes_at indivisible"
)
CHOICE = "{code name count}"
CLAIM = "id state quantity queue_position actions"
IMPORT = "id state rows_total rows_ok rows_failed errors{row column code message}"
FIGURES = (
    "{units_listed units_handed_over units_returned turnover_rate disposition_reuse_rate network_share weight_kg "
    "co2e_gross_kg co2e_cautious_kg value_saved_nok median_days_to_hand_over}"
)
KNOWN = "{own category none}"
STATISTICS = (
    f"period{{from to}} figures{FIGURES} coverage{{weight{KNOWN} factor{KNOWN} price{KNOWN}}} "
    f"groups{{key name figures{FIGURES}}} definitions"
)
HOURS = "id on hours kind activity municipality{number name} person recorded_at removed_at actions"
ORDERED = "id state municipality category from to rows_total rows_done bytes failure ordered_at made_at gone_at actions"
REPORT = "id municipality rhythm format language next_on made_at actions"
KLIMASATS = (
    f"period{{from to}} municipality horizon growth_percent cleaner_percent text figures{FIGURES} bases "
    f"coverage{{weight{KNOWN} factor{KNOWN} price{KNOWN}}} years{{year figures}} categories{{key name figures}} "
    "drawn_from{from to} months_known next_years{figure first_year last_year middle low high} "
    "longer_term{figure first_year last_year middle low high} hours{year hours rate_nok cap_nok counted_rate_nok "
    "amount_nok} hours_amount_nok factors{category name version co2e_kg low_kg high_kg source units} definitions"
)
ASSUMED = "from to municipality horizon growth_percent cleaner_percent hours text"
RULES = "unit_days municipality_days network_days shown_ahead gives_to_voluntary"
NEW_VOLUNTARY = "name email organisation_number language"
VOLUNTARY = "id name email organisation_number language added_at removed_at letters_stopped_at actions"
WISHES = (
    "items{id organisation organisation_number email quantity message asked_at given_quantity answered_at actions} "
    "passed_over{claim_id municipality quantity}"
)

CALLS = (
    Call(
        "GET",
        "/listings",
        takes=SEARCH,
        answers=f"items{{{LISTING}}} facets{{category{CHOICE} municipality{CHOICE} condition{CHOICE}}} did_you_mean",
        paged=True,
    ),
    Call("GET", "/listings/suggestions", takes="q", answers="items"),
    Call("POST", "/listings", 201, takes=NEW_LISTING, answers=LISTING),
    Call("GET", "/listings/{listing_id}", answers=LISTING),
    Call("PATCH", "/listings/{listing_id}", takes="title quantity price_nok", answers=LISTING),
    Call("POST", "/listings/{listing_id}/publish", answers=LISTING),
    Call("POST", "/listings/{listing_id}/withdraw", answers=LISTING),
    Call("POST", "/listings/{listing_id}/photos", takes="photo", answers=LISTING),
    Call("POST", "/listings/{listing_id}/claims", 201, takes="quantity message otherwise", answers=CLAIM),
    Call("GET", "/claims", takes="side state page per_page", answers=f"items{{{CLAIM}}}", paged=True),
    Call("GET", "/claims/{claim_id}", answers=CLAIM),
    Call("POST", "/claims/{claim_id}/approve", takes="quantity", answers=CLAIM),
    Call("POST", "/claims/{claim_id}/decline", takes="reason", answers=CLAIM),
    Call("POST", "/claims/{claim_id}/cancel", answers=CLAIM),
    Call("POST", "/claims/{claim_id}/appointment", takes="place from until", answers=CLAIM),
    Call("POST", "/claims/{claim_id}/messages", takes="text", answers=CLAIM),
    Call("POST", "/claims/{claim_id}/hand-over", 201, takes="quantity on", answers="id quantity on from to actions"),
    Call(
        "GET",
        "/transfers",
        takes="from to municipality category page per_page",
        answers="items{id quantity on from to category weight_kg co2e_gross_kg actions}",
        paged=True,
    ),
    Call("POST", "/transfers/{transfer_id}/corrections", 201, takes="quantity reason", answers="id quantity"),
    Call(
        "POST",
        "/dispositions",
        201,
        takes="asset_id category quantity kind on weight_kg",
        answers="id category quantity kind on weight_kg",
    ),
    Call("GET", "/assets", takes="page per_page", answers="items{id name quantity}", paged=True),
    Call("POST", "/assets", 201, takes="name category quantity", answers="id name quantity actions"),
    Call("GET", "/assets/{asset_id}", answers="id name quantity actions"),
    Call("PATCH", "/assets/{asset_id}", takes="name quantity", answers="id name quantity actions"),
    Call("POST", "/assets/imports", 202, takes="file mapping", answers=IMPORT),
    Call("GET", "/assets/imports/{import_id}", answers=IMPORT),
    Call("POST", "/assets/imports/{import_id}/commit", 202, answers=IMPORT),
    Call("GET", "/statistics", takes="from to municipality group_by", answers=STATISTICS),
    Call("GET", "/statistics/export", takes="format from to"),
    Call("GET", "/statistics/dictionary", takes="format lang", answers="columns{name type unit description table}"),
    Call("POST", "/statistics/files", 202, takes="from to municipality category", answers=ORDERED),
    Call("GET", "/statistics/files", takes="page per_page", answers=f"items{{{ORDERED}}}", paged=True),
    Call("GET", "/statistics/files/{file_id}", answers=ORDERED),
    Call("GET", "/statistics/files/{file_id}/file"),
    Call("GET", "/statistics/klimasats", takes=ASSUMED, answers=KLIMASATS),
    Call("GET", "/statistics/klimasats/export", takes=f"format {ASSUMED}"),
    Call("POST", "/hours", 201, takes="on hours kind activity", answers=HOURS),
    Call(
        "GET",
        "/hours",
        takes="whose municipality from to page per_page",
        answers=f"items{{{HOURS}}}",
        paged=True,
    ),
    Call("GET", "/hours/{hours_id}", answers=HOURS),
    Call("DELETE", "/hours/{hours_id}", answers=HOURS),
    Call("GET", "/hours/export", takes="format whose municipality from to"),
    Call("POST", "/report-subscriptions", 201, takes="municipality rhythm format language", answers=REPORT),
    Call("GET", "/report-subscriptions", answers=f"items{{{REPORT}}}", paged=True),
    Call("GET", "/report-subscriptions/{subscription_id}", answers=REPORT),
    Call(
        "PATCH", "/report-subscriptions/{subscription_id}", takes="municipality rhythm format language", answers=REPORT
    ),
    Call("DELETE", "/report-subscriptions/{subscription_id}", 204),
)

# Made in tests/api/test_release_rules; the journey goes from the spreadsheet to the figures without gifts.
RELEASE_CALLS = (
    Call("GET", "/release-rules", answers=RULES),
    Call("PUT", "/release-rules", takes=RULES, answers=RULES),
    Call("GET", "/voluntary-organisations", takes="removed", answers=f"items{{{VOLUNTARY}}}", paged=True),
    Call("POST", "/voluntary-organisations", 201, takes=NEW_VOLUNTARY, answers=VOLUNTARY),
    Call("GET", "/voluntary-organisations/{organisation_id}", answers=VOLUNTARY),
    Call("PUT", "/voluntary-organisations/{organisation_id}", takes=NEW_VOLUNTARY, answers=VOLUNTARY),
    Call("DELETE", "/voluntary-organisations/{organisation_id}", answers=VOLUNTARY),
    Call("POST", "/voluntary-organisations/{organisation_id}/reopen", answers=VOLUNTARY),
    Call("GET", "/listings/{listing_id}/voluntary-requests", answers=WISHES, paged=True),
    Call("POST", "/voluntary-requests/{request_id}/give", takes="quantity passing_claims", answers=WISHES),
    Call("POST", "/voluntary-requests/{request_id}/decline", answers=WISHES),
)


def tree(words: str) -> dict[str, dict]:
    """`a b{c d}` as {"a": {}, "b": {"c": {}, "d": {}}}."""
    found: dict[str, dict] = {}
    stack, name = [found], ""
    for sign in words.replace("{", " { ").replace("}", " } ").split():
        if sign == "{":
            stack.append(stack[-1][name])
        elif sign == "}":
            stack.pop()
        else:
            stack[-1][sign], name = {}, sign
    return found


def lacking(wanted: dict[str, dict], answer: object, at: str = "") -> list[str]:
    """The fields of `wanted` that an answer lacks; of a list, every member is looked at."""
    if isinstance(answer, list):
        return [fault for member in answer for fault in lacking(wanted, member, at)]
    if not isinstance(answer, dict):
        return [f"{at} is {answer!r}"] if wanted else []
    found = [f"{at}.{name}" for name in wanted if name not in answer]
    for name in wanted.keys() & answer.keys():
        found += lacking(wanted[name], answer[name], f"{at}.{name}") if answer[name] is not None else []
    return found
