"""The procedure as data: every step of a customer's way, what it needs, what must be said of it, and who does it.

Sources: the help of Visma Advisor on downgrading to eEkonomi Fakturering, and that of Visma Administration on working
with it; the addresses stand with the steps. What follows from them without standing there says so.
"""

from __future__ import annotations

import msgspec

from sie.migration.texts import Sentence

__all__ = ["BUREAU", "FACTS", "MINIMUM", "STEPS", "WHO", "Fact", "Need", "Step", "step_named"]

_DOWNGRADE = "https://help.visma.net/se_sv/advisor/content/online-help/downgrade-to-eaccounting-invoicing.htm"
_TOGETHER = (
    "https://www.vismaspcs.se/visma-support/visma-administration-2000/content/online-help/"
    "ftginstallningar-internettjanster-byrastod-eekonomi-fakturering.htm"
)
_FORM = "https://vismaspcs.se/support/nedgradering-visma-eekonomi"
_HOUSE = "sie migrate reconcile"

_PAID = ("bas", "smart", "pro")
"""Licences that must be downgraded first."""

BUREAU = "bureau"

WHO: dict[str, Sentence] = {
    BUREAU: Sentence("the bureau", "byrån"),
    "signatory": Sentence("the customer's authorised signatory", "kundens firmatecknare"),
    "customer": Sentence("the customer", "kunden"),
}
"""Who does a step."""

MINIMUM: dict[str, tuple[str, str]] = {
    "administration": ("Visma Administration", "2020.0"),
    "byrastod": ("Visma Byråstöd", "5.91"),
    "advisor": ("Visma Advisor Connect", "1.68"),
}
"""The oldest versions that the collaboration works with."""


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """Something that must be said when a step is done.

    Attributes:
        option: How the command line calls it.
        title: What it is.
        choices: What may be said, and what each means; empty means any text.
        hint: What to write where there are no choices.
    """

    option: str
    title: Sentence
    choices: dict[str, Sentence] = {}
    hint: str = ""

    @property
    def form(self) -> str:
        """The option as a person writes it."""
        return f"{self.option} {'|'.join(self.choices) or self.hint}"


FACTS: dict[str, Fact] = {
    "licence": Fact(
        option="--licence",
        title=Sentence("Licence", "Licens"),
        choices={
            "none": Sentence("no eEkonomi", "ingen eEkonomi"),
            "fakturering": Sentence("eEkonomi Fakturering", "eEkonomi Fakturering"),
            "bas": Sentence("eEkonomi Bas", "eEkonomi Bas"),
            "smart": Sentence("eEkonomi Smart", "eEkonomi Smart"),
            "pro": Sentence("eEkonomi Pro", "eEkonomi Pro"),
        },
    ),
    "signatory": Fact(option="--signatory", title=Sentence("Signatory", "Firmatecknare"), hint="NAME"),
    "source": Fact(
        option="--source",
        title=Sentence("Exported from", "Exporterat ur"),
        choices={
            "active": Sentence("the active company", "det aktiva företaget"),
            "archived": Sentence("the archived company", "det arkiverade företaget"),
            "other": Sentence("another program", "ett annat program"),
        },
    ),
    "channel": Fact(
        option="--via",
        title=Sentence("Invited through", "Inbjuden via"),
        choices={
            "byrastod": Sentence("Visma Byråstöd", "Visma Byråstöd"),
            "advisor": Sentence("Visma Advisor with Advisor Connect", "Visma Advisor med Advisor Connect"),
        },
    ),
    "channel_version": Fact(
        option="--via-version",
        title=Sentence("Version of Byråstöd or Advisor Connect", "Version av Byråstöd eller Advisor Connect"),
        hint="VERSION",
    ),
    "administration": Fact(
        option="--administration",
        title=Sentence("Visma Administration", "Visma Administration"),
        choices={"1000": Sentence("1000", "1000"), "2000": Sentence("2000", "2000")},
    ),
    "administration_version": Fact(
        option="--administration-version",
        title=Sentence("Version of Visma Administration", "Version av Visma Administration"),
        hint="VERSION",
    ),
    "verdict": Fact(
        option="--verdict",
        title=Sentence("Verdict", "Utfall"),
        choices={
            "green": Sentence("green: nothing differs", "grönt: inget skiljer"),
            "amber": Sentence("amber: what differs is explained", "gult: det som skiljer är förklarat"),
            "red": Sentence("red: something differs", "rött: något skiljer"),
        },
    ),
}
"""The facts by the names that ``sie.company.case_records.Facts`` has for them."""


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """What must be done before a step.

    Attributes:
        step: Which step.
        why: The reason, as the end of a sentence.
        licences: Only customers with one of these licences need it; empty means all.
    """

    step: str
    why: Sentence
    licences: tuple[str, ...] = ()


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A step of the procedure.

    Attributes:
        name: What it is called on the command line.
        title: What is true when it is done.
        todo: What there is to do.
        who: Who does it; one of ``WHO``.
        needs: What must be done before.
        takes: The facts that must be said.
        may_take: The facts that may be said.
        files: Whether SIE files are ``required``, ``allowed``, or files of any kind are (``any``).
        licences: Only customers with one of these licences go through it; empty means all.
        repeats: Whether it may be done again.
        advice: What is easily forgotten.
        source: Where it is written.
    """

    name: str
    title: Sentence
    todo: Sentence
    who: str = BUREAU
    needs: tuple[Need, ...] = ()
    takes: tuple[str, ...] = ()
    may_take: tuple[str, ...] = ()
    files: str = "any"
    licences: tuple[str, ...] = ()
    repeats: bool = False
    advice: Sentence | None = None
    source: str = _DOWNGRADE


STEPS: tuple[Step, ...] = (
    Step(
        name="licence",
        title=Sentence("Licence variant checked", "Licensvariant kontrollerad"),
        todo=Sentence(
            "Check which eEkonomi the customer holds: none, Fakturering, Bas, Smart or Pro",
            "Kontrollera vilken eEkonomi kunden har: ingen, Fakturering, Bas, Smart eller Pro",
        ),
        takes=("licence",),
    ),
    Step(
        name="form-sent",
        title=Sentence("Form sent to the signatory", "Formulär skickat till firmatecknaren"),
        todo=Sentence(
            f"Send the link to the downgrade form to the customer's authorised signatory: {_FORM}",
            f"Skicka länken till nedgraderingsformuläret till kundens firmatecknare: {_FORM}",
        ),
        needs=(
            Need(
                step="licence",
                why=Sentence(
                    "it is not known which eEkonomi the customer holds",
                    "det är inte känt vilken eEkonomi kunden har",
                ),
            ),
        ),
        may_take=("signatory",),
        licences=_PAID,
        advice=Sentence(
            "First book drafts, finish the VAT period, and print processing history, general ledger and unpaid "
            "invoices. Does the customer use Visma Lön Smart or Direkt, ask Visma first: a restart erases payroll.",
            "Bokför utkast, avsluta momsperioden och skriv ut behandlingshistorik, huvudbok och obetalda fakturor "
            "först. Använder kunden Visma Lön Smart eller Direkt, fråga Visma först: en omstart raderar "
            "löneuppgifterna.",
        ),
    ),
    Step(
        name="downgraded",
        title=Sentence("Downgraded to Fakturering", "Nedgraderat till Fakturering"),
        todo=Sentence(
            "The signatory fills in the form; when it is done, both the customer and the bureau get an e-mail",
            "Firmatecknaren fyller i formuläret; när det är klart får både kunden och byrån e-post",
        ),
        who="signatory",
        needs=(
            Need(
                step="form-sent",
                why=Sentence(
                    "the signatory has not got the form, and nobody else can order the downgrade",
                    "firmatecknaren har inte fått formuläret, och ingen annan kan beställa nedgraderingen",
                ),
            ),
        ),
        licences=_PAID,
        advice=Sentence(
            "Never delete images that look unlinked afterwards: they go from the archived company too.",
            "Radera aldrig bilder som ser okopplade ut efteråt: de försvinner även ur det arkiverade företaget.",
        ),
    ),
    Step(
        name="exported",
        title=Sentence("SIE exported", "SIE exporterad"),
        todo=Sentence(
            "Export SIE type 4, one file for each fiscal year: from the active company before the downgrade, or from "
            "the archived one after it",
            "Exportera SIE typ 4, en fil per räkenskapsår: ur det aktiva företaget före nedgraderingen, eller ur det "
            "arkiverade efter den",
        ),
        needs=(
            Need(
                step="licence",
                why=Sentence(
                    "the customer's licence decides which company the files come from",
                    "kundens licens avgör vilket företag filerna kommer ur",
                ),
            ),
        ),
        takes=("source",),
        files="required",
        repeats=True,
        advice=Sentence(
            "Then plan the move: sie migrate plan. Are there no books to move, skip this step with the reason.",
            "Planera sedan flytten: sie migrate plan. Finns ingen bokföring att flytta, hoppa över steget med skäl.",
        ),
    ),
    Step(
        name="invited",
        title=Sentence("Collaboration invited", "Inbjuden till samarbete"),
        todo=Sentence(
            "Invite the customer to “Visma eEkonomi Fakturering till Visma Administration”, in Visma Byråstöd or "
            "Visma Advisor",
            "Bjud in kunden till “Visma eEkonomi Fakturering till Visma Administration”, i Visma Byråstöd eller "
            "Visma Advisor",
        ),
        needs=(
            Need(
                step="licence",
                why=Sentence(
                    "a customer who holds Bas, Smart or Pro cannot be invited, and the licence has not been checked",
                    "en kund som har Bas, Smart eller Pro kan inte bjudas in, och licensen är inte kontrollerad",
                ),
            ),
            Need(
                step="downgraded",
                why=Sentence(
                    "the customer still holds {licence}, and the collaboration needs Fakturering",
                    "kunden har fortfarande {licence}, och samarbetet kräver Fakturering",
                ),
                licences=_PAID,
            ),
        ),
        takes=("channel", "channel_version", "administration", "administration_version"),
        advice=Sentence(
            "It takes Visma Administration 1000 or 2000, 2020.0 or later (not 500), Byråstöd 5.91 or Advisor Connect "
            "1.68 or later, and a login at vismaspcs.se. Agree on a day from which invoices come through the "
            "synchronisation: those before it are in the SIE file, and none may be booked twice.",
            "Det krävs Visma Administration 1000 eller 2000, 2020.0 eller senare (inte 500), Byråstöd 5.91 eller "
            "Advisor Connect 1.68 eller senare, och en inloggning på vismaspcs.se. Kom överens om en dag från vilken "
            "fakturor kommer genom synkningen: de före den finns i SIE-filen, och ingen får bokföras dubbelt.",
        ),
        source=_TOGETHER,
    ),
    Step(
        name="active",
        title=Sentence("Collaboration active", "Samarbete aktivt"),
        todo=Sentence(
            "The customer gets an e-mail, logs in on vismaspcs.se and accepts the collaboration",
            "Kunden får e-post, loggar in på vismaspcs.se och godkänner samarbetet",
        ),
        who="customer",
        needs=(Need(step="invited", why=Sentence("the customer has not been invited", "kunden är inte inbjuden")),),
        advice=Sentence(
            "It shows in Visma Administration: Arkiv – Inställningar – Företagsinställningar – Mina tjänster – Visma "
            "Advisor/Byråstöd.",
            "Det syns i Visma Administration: Arkiv – Inställningar – Företagsinställningar – Mina tjänster – Visma "
            "Advisor/Byråstöd.",
        ),
        source=_TOGETHER,
    ),
    Step(
        name="start-guide",
        title=Sentence("Start guide done", "Startguide genomgången"),
        todo=Sentence(
            "Open Visma Administration through Byråstöd or Advisor Connect and go through the start guide",
            "Öppna Visma Administration via Byråstöd eller Advisor Connect och gå igenom startguiden",
        ),
        needs=(
            Need(
                step="active",
                why=Sentence(
                    "the start guide comes when Visma Administration is opened for the first time with the "
                    "collaboration active, and it is not",
                    "startguiden kommer när Visma Administration öppnas första gången med samarbetet aktivt, och det "
                    "är inte aktivt",
                ),
            ),
        ),
        advice=Sentence(
            "The first fiscal year must be that of the oldest SIE file.",
            "Första räkenskapsåret ska vara det i den äldsta SIE-filen.",
        ),
    ),
    Step(
        name="imported",
        title=Sentence("SIE imported", "SIE inläst"),
        todo=Sentence(
            "Read the SIE files into Visma Administration, the oldest year first",
            "Läs in SIE-filerna i Visma Administration, äldsta året först",
        ),
        needs=(
            Need(
                step="start-guide",
                why=Sentence(
                    "the start guide makes the company and its first fiscal year, and there is nothing to import into "
                    "before it",
                    "startguiden lägger upp företaget och dess första räkenskapsår, och dessförinnan finns inget att "
                    "läsa in i",
                ),
            ),
            Need(
                step="exported",
                why=Sentence("no SIE file has been exported", "ingen SIE-fil är exporterad"),
            ),
        ),
        files="allowed",
        repeats=True,
        advice=Sentence(
            "Take a backup first. What to read in which order: sie migrate plan --prepare.",
            "Säkerhetskopiera först. Vad som läses in i vilken ordning: sie migrate plan --prepare.",
        ),
    ),
    Step(
        name="reconciled",
        title=Sentence("Reconciled", "Avstämt"),
        todo=Sentence(
            "Export SIE from Visma Administration and hold it against the source: sie migrate reconcile",
            "Exportera SIE ur Visma Administration och stäm av mot källan: sie migrate reconcile",
        ),
        needs=(
            Need(
                step="imported",
                why=Sentence("nothing has been imported", "inget är inläst"),
            ),
        ),
        takes=("verdict",),
        files="allowed",
        repeats=True,
        advice=Sentence(
            "Do it before any month is locked: one that ended more than 50 days ago cannot be unlocked again.",
            "Gör det innan någon månad låses: den som slutade för mer än 50 dagar sedan går inte att låsa upp igen.",
        ),
        source=_HOUSE,
    ),
    Step(
        name="e-invoices",
        title=Sentence("Supplier e-invoices set up", "E-fakturor från leverantörer inställda"),
        todo=Sentence(
            "Set in the company settings of Visma Administration that supplier invoices come electronically",
            "Ange i företagsinställningarna i Visma Administration att leverantörsfakturor tas emot elektroniskt",
        ),
        needs=(
            Need(
                step="start-guide",
                why=Sentence(
                    "the setting is one of the company's, which exists once the start guide is done",
                    "inställningen görs på företaget, som finns först när startguiden är genomgången",
                ),
            ),
        ),
    ),
    Step(
        name="closed",
        title=Sentence("Case closed", "Ärendet avslutat"),
        todo=Sentence("Close the case", "Avsluta ärendet"),
        source=_HOUSE,
    ),
)
"""The steps in the order in which they are usually done."""

_BY_NAME = {step.name: step for step in STEPS}


def step_named(name: str) -> Step:
    """A step by its name.

    Args:
        name: As on the command line.

    Raises:
        SieUsageError: There is none; the message lists them.

    Example:
        >>> step_named("imported").title.sv
        'SIE inläst'
    """
    from sie.errors import SieUsageError

    if name not in _BY_NAME:
        listed = ", ".join(_BY_NAME)
        raise SieUsageError(
            f"There is no step {name!r}: it is one of {listed}.", f"Det finns inget steg {name!r}: välj bland {listed}."
        )
    return _BY_NAME[name]
