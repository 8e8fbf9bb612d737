"""What follows from what, in one table."""

from marketplace.accounts.events import PasswordChanged, PasswordResetRequested
from marketplace.claims import appointing, handing_on, lapsing, leaving, queueing
from marketplace.claims.events import (
    AppointmentCancelled,
    AppointmentMade,
    ClaimAccepted,
    ClaimAdvanced,
    ClaimApproved,
    ClaimCancelled,
    ClaimDeclined,
    ClaimDrawn,
    ClaimExtended,
    ClaimLapsed,
    ClaimQueued,
    ClaimReminded,
    ClaimRequested,
    ClaimRestored,
    ClaimSentBack,
    ListingDrawn,
    MessageSent,
    TasksHandedOn,
)
from marketplace.foundation.outbox import Event, Handler
from marketplace.impact.events import FactorRecorded
from marketplace.inventory import importing
from marketplace.inventory.events import AssetsImported, AssetSurplusPlanned, ImportAccepted, ImportUploaded
from marketplace.listings import wishes
from marketplace.listings.events import (
    ListingChanged,
    ListingClosed,
    ListingExpired,
    ListingOpened,
    ListingPublished,
    ListingReopened,
    ListingWithdrawn,
    VoluntaryAnswered,
    VoluntaryAsked,
)
from marketplace.notifications import (
    mailing,
    notify_accounts,
    notify_claims,
    notify_listings,
    notify_loans,
    notify_objections,
    notify_organisations,
    notify_people,
    notify_queue,
    notify_reports,
    notify_saved_searches,
    notify_voluntary,
    notify_wanted,
    posting,
)
from marketplace.notifications.events import CardDue, DigestDue, LetterDue
from marketplace.organisations.events import InvitationAccepted, MembershipChanged, PersonInvited, PersonLeft
from marketplace.search import indexing
from marketplace.search.saved import matching as saved_searches
from marketplace.search.saved.events import SavedSearchAnswered
from marketplace.search.wanted import handing_on as wanted_handing_on
from marketplace.search.wanted import matching as wanted
from marketplace.search.wanted.events import WantedAnswered, WantedChanged, WantedEnded, WantedMatched, WantedPosted
from marketplace.statistics import ordering
from marketplace.statistics.events import FileOrdered, ReportDue, TargetChanged
from marketplace.transfers import importing as disposition_importing
from marketplace.transfers import notes
from marketplace.transfers.events import (
    DispositionRecorded,
    DispositionsImported,
    HandedOver,
    LoanBegun,
    LoanExtended,
    LoanFallsDue,
    LoanGivenBack,
    LoanOverdue,
    ObjectionCorrected,
    ObjectionMade,
    ObjectionRaised,
    ObjectionResolved,
    TransferReversed,
)

_MET = (saved_searches.find_waiting, wanted.find_notices)
"""Who waited for such a thing: what is free again may be as many as somebody needs."""

SUBSCRIPTIONS: dict[type[Event], tuple[Handler, ...]] = {
    PasswordResetRequested: (notify_accounts.send_reset_link,),
    PasswordChanged: (notify_accounts.tell_of_new_password,),
    PersonInvited: (notify_organisations.send_invitation,),
    InvitationAccepted: (),
    PersonLeft: (handing_on.hand_on_tasks, wanted_handing_on.hand_on_notices),
    TasksHandedOn: (notify_people.tell_of_tasks_handed_on,),
    MembershipChanged: (leaving.lapse_after_change,),
    ImportUploaded: (importing.look_at_file, disposition_importing.look_at_file),
    ImportAccepted: (importing.keep_rows, disposition_importing.keep_rows),
    AssetsImported: (wanted.find_notices_for_import,),
    AssetSurplusPlanned: (wanted.find_notices_for_asset,),
    ListingChanged: (indexing.refresh_listings, queueing.advance_after_change, *_MET),
    ListingPublished: (
        indexing.refresh_listings,
        queueing.advance_after_change,
        *_MET,
        notify_listings.tell_watchers,
        notify_listings.tell_receiver,
        notify_voluntary.write_of_listing,
    ),
    ListingWithdrawn: (
        indexing.refresh_listings,
        queueing.decline_open_claims,
        wishes.decline_open_wishes,
        notify_listings.tell_watchers_of_end,
    ),
    ListingOpened: (
        saved_searches.find_waiting_where_opened,
        wanted.find_notices,
        notify_listings.tell_watchers,
        notify_listings.tell_receiver,
        notify_voluntary.write_of_listing,
    ),
    VoluntaryAsked: (notify_voluntary.tell_owner_of_wish,),
    VoluntaryAnswered: (notify_voluntary.write_of_answer,),
    ListingExpired: (indexing.refresh_listings, lapsing.lapse_at_closing, notify_listings.tell_watchers_of_end),
    ListingClosed: (
        indexing.refresh_listings,
        queueing.decline_open_claims,
        wishes.decline_open_wishes,
        notify_listings.tell_watchers_of_end,
    ),
    ListingReopened: (indexing.refresh_listings, *_MET),
    ClaimRequested: (indexing.refresh_listings, notify_claims.tell_owner_of_request),
    ClaimQueued: (notify_claims.tell_owner_of_queued_request,),
    ClaimAdvanced: (
        indexing.refresh_listings,
        notify_claims.tell_owner_of_request,
        notify_queue.tell_owner_of_offer,
        notify_claims.tell_claimant_of_advance,
    ),
    ClaimApproved: (
        indexing.refresh_listings,
        *_MET,
        notify_claims.tell_claimant_of_approval,
        notify_queue.tell_owner_of_allocation,
    ),
    ClaimDeclined: (
        indexing.refresh_listings,
        *_MET,
        notify_claims.tell_claimant_of_decline,
        appointing.end_with_claim,
    ),
    ClaimCancelled: (
        indexing.refresh_listings,
        *_MET,
        notify_claims.tell_owner_of_cancellation,
        appointing.end_with_claim,
    ),
    ClaimAccepted: (notify_queue.tell_owner_of_yes,),
    ClaimSentBack: (indexing.refresh_listings, *_MET, notify_queue.tell_claimant_of_wait),
    ClaimDrawn: (notify_queue.tell_claimant_of_place,),
    ClaimReminded: (notify_queue.tell_of_reminder,),
    ClaimExtended: (notify_queue.tell_of_more_time,),
    ClaimLapsed: (indexing.refresh_listings, *_MET, notify_queue.tell_of_lapse, appointing.end_with_claim),
    ClaimRestored: (indexing.refresh_listings, notify_queue.tell_claimant_of_restoring),
    ListingDrawn: (indexing.refresh_listings, notify_queue.tell_owner_of_draw),
    MessageSent: (notify_claims.tell_of_message,),
    AppointmentMade: (notify_claims.tell_of_appointment,),
    AppointmentCancelled: (notify_claims.tell_of_cancelled_appointment,),
    HandedOver: (indexing.refresh_listings, *_MET, notes.keep_pictures, notify_claims.tell_of_hand_over),
    TransferReversed: (indexing.refresh_listings, *_MET, notify_claims.tell_of_reversal),
    LoanBegun: (indexing.refresh_listings, *_MET, notify_loans.tell_of_loan),
    LoanExtended: (notify_loans.tell_of_extension,),
    LoanGivenBack: (indexing.refresh_listings, *_MET, notify_loans.tell_of_return),
    LoanFallsDue: (notify_loans.tell_of_due_day,),
    LoanOverdue: (notify_loans.tell_of_delay,),
    ObjectionMade: (notify_objections.tell_of_objection,),
    ObjectionCorrected: (notify_objections.tell_of_correction,),
    ObjectionRaised: (notify_objections.tell_of_waiting,),
    ObjectionResolved: (notify_objections.tell_of_resolution,),
    FactorRecorded: (),
    TargetChanged: (),
    FileOrdered: (ordering.make_file,),
    ReportDue: (notify_reports.send_report,),
    DispositionsImported: (),
    DispositionRecorded: (),
    SavedSearchAnswered: (notify_saved_searches.tell_of_answer,),
    WantedPosted: (wanted.find_things,),
    WantedChanged: (wanted.find_things,),
    WantedMatched: (notify_wanted.tell_of_match,),
    WantedAnswered: (notify_wanted.tell_of_answer,),
    WantedEnded: (notify_wanted.tell_of_end,),
    LetterDue: (mailing.send_letter,),
    DigestDue: (mailing.send_digest,),
    CardDue: (posting.post_card,),
}
