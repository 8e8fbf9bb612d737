"""Two sides with claims that nobody has approved, others who have handed over, and what stands in any answer."""

import html
import io
import re
import urllib.parse
import zipfile
from datetime import timedelta
from decimal import Decimal

from pypdf import PdfReader

from marketplace.accounts.models import Person
from marketplace.claims import lapsing, queries
from marketplace.claims import service as claims
from marketplace.claims.states import Otherwise
from marketplace.foundation import clock, outbox
from marketplace.foundation.database import db
from marketplace.foundation.transaction import transaction
from marketplace.hours.kinds import HoursKind
from marketplace.hours.service import HoursFields, record_hours
from marketplace.listings import service as listings
from marketplace.listings.fields import ListingFields
from marketplace.search import indexing
from marketplace.search.criteria import Criteria
from marketplace.search.receipts.service import make_receipt
from marketplace.search.saved.alerts import Alert
from marketplace.search.saved.service import save_search
from marketplace.search.wanted import service as wanted
from marketplace.search.wanted.fields import WantedFields
from marketplace.statistics import ordering
from marketplace.statistics.periods import Period
from marketplace.transfers import disposing, loans, objections
from marketplace.transfers import service as transfers
from marketplace.transfers.kinds import DispositionKind
from tests.builders import ASKER, GJOVIK, RINGERIKE, a_person, actor_of

NAMES = {ASKER: "asker", GJOVIK: "gjovik", RINGERIKE: "ringerike"}
ROLES = ("requester", "facility_manager", "municipality_admin")


class Scene:
    """Asker has approved nothing of Gjøvik's, nor Gjøvik of Asker's; both have dealt with Ringerike."""

    def __init__(self):
        self._people = {
            (role, number): a_person(role, number, email=f"{role}@{name}.example", name=f"{role} {name}").id
            for number, name in NAMES.items()
            for role in ROLES
        }
        indexing.rebuild()
        for owner, asker in ((ASKER, GJOVIK), (GJOVIK, ASKER)):
            self._ask_in_vain(owner, asker)
            self._deal(owner)
            self._look_for(owner)
        outbox.deliver_all()

    def person(self, role, number):
        return db.session.get_one(Person, self._people[role, number])

    def actor(self, role, number):
        return actor_of(self.person(role, number))

    def offer(self, number, quantity=2, **more):
        owner = self.actor("facility_manager", number)
        closes_at = clock.now() + timedelta(days=20)
        fields = ListingFields(title="Kontorstol", category_code="KON.STOL", quantity=quantity, closes_at=closes_at)
        listing_id = listings.create_draft(owner, fields).id
        if more:
            listings.amend_listing(owner, listing_id, more)
        listings.publish_listing(owner, listing_id)
        outbox.deliver_all()
        return listing_id

    def ask(self, number, listing_id, quantity=1):
        asker = self.actor("requester", number)
        claim_id = claims.request_claim(asker, listing_id, quantity=quantity, otherwise=Otherwise.BUY_NEW).id
        claims.send_message(asker, claim_id, "Kan vi få dem?")
        outbox.deliver_all()
        return claim_id

    def _ask_in_vain(self, owner, asker):
        """A claim of each sort that is not approved."""
        deciding = self.actor("facility_manager", owner)
        listing_id = self.offer(owner)
        claims.send_message(deciding, self.ask(asker, listing_id, 2), "Vi ser på det.")
        self.ask(asker, listing_id, 1)
        claims.decline_claim(deciding, self.ask(asker, self.offer(owner)), "Vi trenger den selv.")
        claims.cancel_claim(self.actor("requester", asker), self.ask(asker, self.offer(owner)))
        lapsed = self.ask(asker, self.offer(owner))
        with transaction():
            lapsing.lapse(queries.get_for_update(lapsed), lapsing.NOT_ANSWERED)

    def _deal(self, owner):
        """A hand-over to Ringerike with an objection, and a loan."""
        deciding, taking = self.actor("facility_manager", owner), self.actor("requester", RINGERIKE)
        claim_id = self.ask(RINGERIKE, self.offer(owner))
        claims.approve_claim(deciding, claim_id)
        row_id = transfers.hand_over(deciding, claim_id).id
        objections.make_objection(taking, row_id, "Den var ødelagt.")
        lent = self.ask(RINGERIKE, self.offer(owner, loan_days=14))
        claims.approve_claim(deciding, lent)
        loans.lend(deciding, lent)

    def _look_for(self, number):
        seeking, managing = self.actor("requester", number), self.actor("municipality_admin", number)
        notice_id = wanted.post_notice(seeking, WantedFields(title="Kontorstoler", quantity=20)).id
        other = self.actor("facility_manager", GJOVIK if number == ASKER else ASKER)
        wanted.answer_with_draft(other, notice_id, "Vi har noen.")
        save_search(seeking, Criteria(q="kontorstol"), Alert.AT_ONCE)
        make_receipt(seeking, Criteria(q="kontorstol"), "De er for høye.")
        kind, today = DispositionKind.WASTE, clock.today()
        disposing.record_disposition(managing, kind=kind, quantity=1, on=today, category_code="KON.STOL")
        record_hours(seeking, HoursFields(today, Decimal("2.5"), next(iter(HoursKind)), "Ryddet lageret"))
        ordering.order_file(managing, Period(today.replace(day=1), today), number)


def readable(data: bytes) -> str:
    """All that can be read in an answer: archives and workbooks opened, PDFs and calendars put together again."""
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return "\n".join(readable(archive.read(name)) for name in archive.namelist())
    if data[:5] == b"%PDF-":
        reader = PdfReader(io.BytesIO(data))
        told = [page.extract_text() for page in reader.pages]
        links = [str(each.get_object()) for page in reader.pages for each in page.get("/Annots") or ()]
        return "\n".join([*told, *links, str(reader.metadata)])
    text = re.sub(r"\r\n[ \t]", "", data.decode(errors="replace"))
    return html.unescape(urllib.parse.unquote(re.sub(r"\\u0040", "@", text)))


def addresses_of(number: str, text: str) -> set[str]:
    """The addresses of people of a municipality in a text."""
    return set(re.findall(rf"[\w.+-]+@{NAMES[number]}\.example", text))
