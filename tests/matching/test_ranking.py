"""Causes before effects, the particular before the generic, and honest confidence."""

import math

from app.matching.causes import CausalGraph
from app.matching.diagnosis import UsualCause
from app.matching.matcher import Matcher
from app.matching.signature import Command
from app.matching.weighing import Circumstances, Votes
from tests.matching.conftest import diagnose, ids, log_of, signature

MODULE = signature(
    "module-missing",
    "ModuleNotFoundError: No module named '{module:word}'",
    explains=("exited",),
    confirm="Import it in the image. Then look further.",
    fix="Install `{module}` or add {module|path}.py; {other} is not known, {{braces}} stay.",
    commands=(Command("python -c 'import sys' {module} {other}"),),
)
EXITED = signature("exited", "Container called exit({code:int})", role="effect", explains=("probe",))
PROBE = signature("probe", "STARTUP TCP probe failed on port {port:int}", role="effect")
REFUSED = signature("refused", "connect: connection refused", generic=True)
DATABASE = signature("database-down", "dial tcp {host:word}: connect: connection refused (database)")

CRASH = (
    "23:11:57 INFO Starting new instance",
    "23:11:58 ERROR STARTUP TCP probe failed on port 8000",
    "23:11:59 CRITICAL ModuleNotFoundError: No module named 'shop.orders'",
    "23:11:59 WARNING Container called exit(1)",
    "23:12:01 ERROR STARTUP TCP probe failed on port 8000",
)


def test_a_cause_comes_before_what_it_explains() -> None:
    """The cause is first, even when its effect was logged earlier, and effects follow it with their counts."""
    found = diagnose(log_of(*CRASH), PROBE, EXITED, MODULE).findings

    assert [finding.signature for finding in found] == ["module-missing", "probe", "exited"]
    assert [finding.rank for finding in found] == [1, 2, 3]
    assert set(found[0].explains) == {"exited", "probe"}
    assert found[1].explained_by == ("module-missing", "exited")
    assert found[1].count == 2


def test_an_effect_alone_is_a_finding_with_its_usual_causes() -> None:
    """An effect without a cause in the log lists what leads to it: recorded incidents first, then the library."""
    slow = UsualCause(None, "The start took too long", 3, "Compare the start with the time-out.")
    matcher = Matcher(
        [PROBE, EXITED, signature("slow-model", "loading model", explains=("probe",))], history={"probe": (slow,)}
    )

    diagnosis = matcher.diagnose(log_of("10:04:01 ERROR STARTUP TCP probe failed on port 8000"))

    assert diagnosis.verdict == "known"
    assert [cause.title for cause in diagnosis.findings[0].usual_causes] == ["The start took too long", "Slow model"]


def test_the_graph_is_closed() -> None:
    """A failure explains what its consequences explain, whether or not those were logged."""
    graph = CausalGraph([MODULE, EXITED, PROBE])

    assert graph.explains("module-missing", "probe")
    assert not graph.explains("probe", "module-missing")


def test_a_generic_signature_yields_on_the_same_line_only() -> None:
    """A generic finding is dropped on a line that a more particular one claims, and stays on other lines."""
    claimed = "ERROR dial tcp db:5432: connect: connection refused (database)"
    other = "ERROR dial tcp cache:6379: connect: connection refused"

    assert ids(diagnose(log_of(claimed), REFUSED, DATABASE)) == ["database-down"]
    both = diagnose(log_of(other, claimed), REFUSED, DATABASE)
    assert ids(both) == ["database-down", "refused"]
    assert both.findings[1].first_line == 1


def test_yields_to_settles_what_else_would_tie() -> None:
    """A signature that yields to another comes after it."""
    first = signature("first", "alpha broke", yields_to=("second",))
    second = signature("second", "beta broke")

    assert ids(diagnose(log_of("ERROR alpha broke", "ERROR beta broke"), first, second)) == ["second", "first"]


def test_the_earliest_cause_is_first_among_equals() -> None:
    """Two causes of the same strength are ordered by time."""
    one, two = signature("one", "alpha broke down"), signature("two", "gamma broke down")

    assert ids(diagnose(log_of("ERROR gamma broke down", "ERROR alpha broke down"), one, two)) == ["two", "one"]


def test_the_remedy_is_filled_in() -> None:
    """Texts and commands carry the captured values; what was not captured stays as a name in brackets."""
    finding = diagnose(log_of("ModuleNotFoundError: No module named 'shop.orders'"), MODULE).findings[0]

    assert finding.remedy.fix == "Install `shop.orders` or add shop/orders.py; <other> is not known, {braces} stay."
    assert finding.commands[0].text == "python -c 'import sys' shop.orders <other>"


def test_captured_values_are_quoted_for_the_shell() -> None:
    """A value with shell characters cannot break out of a command."""
    wild = signature("wild", "cannot open {file}", commands=(Command("ls -l {file}"),))

    finding = diagnose(log_of("ERROR cannot open a; rm -rf $(pwd)"), wild).findings[0]

    assert finding.commands[0].text == "ls -l 'a; rm -rf $(pwd)'"


def test_votes_move_the_confidence_but_one_does_not_rule() -> None:
    """Confirmations raise, rejections lower; a single rejection leaves a strong finding standing."""
    weak = signature("weak", "odd thing")
    log = log_of("odd thing", *["x"] * 30)

    def confidence(votes: Votes) -> float:
        circumstances = Circumstances(votes={"weak": votes})
        findings = Matcher([weak]).diagnose(log, circumstances=circumstances).findings
        return findings[0].confidence if findings else 0.0

    none, up, down, many_down = (confidence(votes) for votes in (Votes(), Votes(9, 0), Votes(0, 1), Votes(0, 30)))
    assert up > none > down > many_down
    strong = Matcher([MODULE]).diagnose(
        log_of(*CRASH), circumstances=Circumstances(votes={"module-missing": Votes(0, 1)})
    )
    assert strong.findings[0].strength == "strong"


def test_agreement_with_the_service_counts() -> None:
    """A signature written for the service at hand is surer."""
    mine = signature("mine", "odd thing", services=("shop",))
    log = log_of("odd thing", *["x"] * 30)

    with_service = Matcher([mine]).diagnose(log, circumstances=Circumstances(service="shop")).findings[0]
    without = Matcher([mine]).diagnose(log).findings[0]
    assert with_service.confidence > without.confidence
    assert any("shop" in part.reason for part in with_service.why)


def test_the_reasons_add_up_to_the_confidence() -> None:
    """The parts that are shown are the score: their sum gives the confidence, within rounding."""
    finding = diagnose(log_of(*CRASH), EXITED).findings[0]
    chance = 1 / (1 + math.exp(-sum(part.weight for part in finding.why)))

    assert abs(finding.confidence - min(0.99, chance)) < 0.006


def test_a_firm_finding_yields_to_no_weak_one() -> None:
    """Where the preferred failure is only possible, the one that is sure comes first."""
    general = signature("general", "upstream answered 503 to the gateway", yields_to=("special",))
    special = signature("special", "quota of the project is used up")
    log = log_of("ERROR upstream answered 503 to the gateway", "ERROR quota of the project is used up")
    doubted = Circumstances(votes={"special": Votes(confirmed=0, rejected=200)})

    found = Matcher([general, special]).diagnose(log, circumstances=doubted).findings

    assert [(one.signature, one.strength) for one in found] == [("general", "strong"), ("special", "possible")]
    assert ids(diagnose(log, general, special)) == ["special", "general"]
