"""Initiative refusals: why something that a person wants to do to an initiative is not done."""

from comity.errors import RefusedError


class OnlyBeneficiaryError(RefusedError):
    """Somebody else than the beneficiary confirms what was received."""

    code = "only-beneficiary"
    template = (
        "only {beneficiary} confirms what was received, for it is the beneficiary; {party} can "
        "report what it delivered itself, or ask {beneficiary} to confirm"
    )


class BeneficiaryGivesError(RefusedError):
    """The beneficiary of an initiative pledges something to itself."""

    code = "beneficiary-pledges"
    template = (
        "{party} is the beneficiary, and nobody confirms to itself; say what {party} contributes "
        "in the words of the initiative, or as a milestone"
    )


class OnlyGiverError(RefusedError):
    """Somebody else than the giver revises, withdraws or reports on a commitment."""

    code = "only-giver"
    template = "this is the commitment of {giver}, who alone changes it and reports on it"


class NoCommitmentError(RefusedError):
    """A commitment is named that is not there."""

    code = "no-commitment"
    template = "{giver} has no such commitment to this initiative; open the page anew and choose"


class CommitmentWithdrawnError(RefusedError):
    """Something is reported or confirmed on a commitment that was withdrawn."""

    code = "commitment-withdrawn"
    template = "{giver} has withdrawn this commitment; pledge it anew before anything is reported"


class UnitError(RefusedError):
    """A unit is none, or another one than that of the commitment."""

    code = "commitment-unit"
    template = (
        "the commitment counts in {unit} and this counts in {given}; units are never converted: "
        "give the amount in {unit}"
    )


class NoUnitError(RefusedError):
    """A unit is named that there is not."""

    code = "no-unit"
    template = "{given!r} is no unit that everybody knows; choose one of the list"


class UnitFixedError(RefusedError):
    """A commitment gets another unit although something was reported in the first one."""

    code = "commitment-unit-fixed"
    template = (
        "something was reported or confirmed in {unit} already, and would not count in {given}; "
        "keep {unit}, or withdraw this commitment and pledge another one"
    )


class DayError(RefusedError):
    """What was typed is no day."""

    code = "initiative-day"
    template = "{given!r} is no day of the calendar; write it as 2026-11-30"


class PastDayError(RefusedError):
    """A day is due that has passed."""

    code = "initiative-day-past"
    template = "{day} has passed (today is {today}); name today or a later day"


class AheadDayError(RefusedError):
    """Something is reported for a day that has not come."""

    code = "initiative-day-ahead"
    template = "{day} has not come yet (today is {today}); report it once it has happened"


class NotAuthorError(RefusedError):
    """Somebody changes what another party said."""

    code = "initiative-by-other"
    template = "{party} said this, and alone changes it or takes it back; ask {party} to do so"


class NotThereError(RefusedError):
    """Something of an initiative is named that is not there."""

    code = "initiative-part"
    template = "there is no such {what} in this initiative; open the page anew and choose"


class TakenBackError(RefusedError):
    """Something was taken back before."""

    code = "already-taken-back"
    template = "this was taken back already; nothing more was said"


class StageError(RefusedError):
    """A gate is proposed for a stage that there is not."""

    code = "no-stage"
    template = "{given!r} is no stage; choose one of {stages}"


class GateAdoptedError(RefusedError):
    """A gate is proposed that all parties have adopted."""

    code = "gate-adopted"
    template = "all parties have adopted the stage {stage} already; propose a later one"


class GateWaitsError(RefusedError):
    """A gate is proposed while another decision for the same stage waits."""

    code = "gate-waits"
    template = (
        "a decision on the stage {stage} waits for signatures already; sign that one, or propose "
        "another text of it on its page"
    )


class ScaleError(RefusedError):
    """A likelihood or an impact is none."""

    code = "risk-scale"
    template = "give likelihood and impact as whole numbers from 1 to 5"


class PartnerNamesError(RefusedError):
    """A partner has no name."""

    code = "partner-names"
    template = "give the partner at least one name, one on a line; nothing was said"


class PartnerKindError(RefusedError):
    """A partner is of no kind."""

    code = "partner-kind"
    template = (
        "say whether the partner is a person, an organisation, a vessel or an aircraft; nothing "
        "was said"
    )


class PartnerCountryError(RefusedError):
    """A country is no code of two letters."""

    code = "partner-country"
    template = "{given!r} is no country code; write two letters, such as jp"


class PartnerRoleError(RefusedError):
    """Nobody says what a partner does."""

    code = "partner-role"
    template = "say in at least one language what the partner does in the initiative"


class PartnerNumberError(RefusedError):
    """A number of a partner stands after no kind that there is."""

    code = "partner-number"
    template = "{given!r} is no number after its kind; write the kind first, such as imo 9812345"


class NoInitiativeError(RefusedError):
    """An initiative is named that is not there."""

    code = "no-such-initiative"
    template = "there is no initiative {name} here; it may not have arrived yet"


class NoWishError(RefusedError):
    """A need or an offer is named that is not there."""

    code = "no-such-wish"
    template = "there is no need or offer {name} in this circle; it may not have arrived yet"


class WishClosedError(RefusedError):
    """A need or an offer that stands no longer is closed again."""

    code = "wish-closed"
    template = "{party} has closed this already; write it anew if it stands again"


class OutsideBeneficiaryError(RefusedError):
    """An initiative is opened for somebody outside its circle."""

    code = "beneficiary-outside"
    template = (
        "{given!r} does not belong to this circle ({parties}), and could never confirm what it "
        "received; choose a party of the circle, or open a circle with it first"
    )


class NoPartnerError(RefusedError):
    """A partner or an entry is judged that is not there."""

    code = "no-such-hit"
    template = (
        "the entries that this page showed of the partner are not those that are known now; "
        "nothing was kept: open the page anew and look again"
    )
