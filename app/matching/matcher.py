"""The matcher: a library's signatures, compiled once; a log in, a diagnosis out.  Knows no clock, disk or network."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from app.logs import Log, entry_at, when
from app.matching import near as wording
from app.matching import remedy, salient, weighing
from app.matching.causes import CausalGraph
from app.matching.company import Company
from app.matching.conditions import Clock, Guard, Leaf, Occurrence, compile_node, leaves
from app.matching.diagnosis import Diagnosis, Evidence, Finding, LogFacts, Reason, Salient, UsualCause, Verdict
from app.matching.engine import Engine
from app.matching.parts import Beside, Part, parts_of
from app.matching.patterns import Pattern, compile_line, compile_regex
from app.matching.ranking import Order, Weighed, drop_claimed
from app.matching.setting_aside import Judged, overcome_entries, set_aside
from app.matching.showing import shown
from app.matching.sightings import Compiled, Sighting, captures, sight
from app.matching.signature import Line, Regex, Signature, Unless
from app.matching.weighing import Circumstances

# Evidence that is shown for one finding: the first places, and the last one.
SHOWN_PLACES = 12


class Matcher:
    """All active signatures of a library.  Belongs to one thread; raises PatternFault for a broken condition."""

    def __init__(
        self,
        signatures: Sequence[Signature],
        *,
        history: Mapping[str, tuple[UsualCause, ...]] | None = None,
        hyperscan_allowed: bool = True,
    ) -> None:
        self._patterns: list[Pattern] = []
        self._specificity: list[float] = []
        self._known: dict[tuple[str, str, bool], int] = {}
        self._compiled = [self._compile(signature) for signature in signatures]
        self._users = self._signatures_of_patterns()
        self._engine = Engine(self._patterns, hyperscan_allowed=hyperscan_allowed)
        self._graph = CausalGraph(signatures, history)
        self._finder = salient.FailureFinder(hyperscan_allowed=hyperscan_allowed)
        self._wordings = wording.Wordings(signatures)

    def diagnose(self, log: Log, *, circumstances: Circumstances | None = None, limit: int | None = None) -> Diagnosis:
        """All findings for a log, ordered, and what stands out in it."""
        failing = self._finder.failing(log)
        sightings = self.sightings(log)
        order = self._order(sightings, circumstances or Circumstances(), lambda: failing)
        findings = self._findings(order, log, limit)
        found = {finding.id for finding in order.findings}
        overcome = overcome_entries(sightings, found, log)
        lasting = [line for line in failing if entry_at(log, line.line).first not in overcome]
        return Diagnosis(
            verdict=_verdict(order.findings, lasting),
            findings=findings,
            salient=_salient(log, failing),
            log=LogFacts(log.pasted_lines, log.size, log.formats, log.truncated),
            library_version="",
            library_signatures=len(self._compiled),
            elapsed_ms=0.0,
            rare_words=salient.rare_words(shown(line.text)[0] for line, _ in salient.by_shape(failing)),
            shape=salient.shape_of(lasting) if not findings else None,
            set_aside=set_aside(sightings, found, log),
        )

    def findings(self, log: Log) -> tuple[Finding, ...]:
        """The findings of a diagnosis alone, for those who try many short logs."""
        order = self._order(self.sightings(log), Circumstances(), lambda: self._finder.failing(log))
        return self._findings(order, log, None)

    def matching_ids(self, log: Log) -> dict[str, float]:
        """The confidence of each signature that shows in a log, unordered and without similar wordings."""
        return {finding.id: finding.confidence for finding in _weighed(self.sightings(log), Circumstances())}

    def sightings(self, log: Log) -> list[tuple[Sighting, tuple[Part, ...]]]:
        """Where each signature shows in a log, with the parts of its score; those too weak to be findings too."""
        hits = self._engine.search(log)
        clock = Clock(lambda line: stamp.seconds if (stamp := when(log, line)) else None)
        judged: list[tuple[Sighting, str | None]] = []
        touched = {index for pattern in hits for index in self._users[pattern]}
        for index in sorted(touched):
            sighting = sight(self._compiled[index], hits, clock)
            if sighting is not None:
                judged.append(weighing.stated(sighting, log, self._engine))
        mentioned = {sighting.signature.id: reason for sighting, reason in judged}
        kept = drop_claimed([sighting for sighting, _ in judged], log)
        return [(one, parts_of(one, log, self._engine, beside)) for one, beside in self._beside(kept, mentioned, log)]

    def _beside(
        self, kept: Sequence[Sighting], mentioned: Mapping[str, str | None], log: Log
    ) -> Iterator[tuple[Sighting, Beside]]:
        """Each sighting with what the lines beside it say of it."""
        stated = Company([one for one in kept if mentioned[one.signature.id] is None], self._graph, log)
        talked = Company([one for one in kept if mentioned[one.signature.id] is not None], self._graph, log)
        for one in kept:
            yield one, Beside(mentioned[one.signature.id], stated.strangers(one), talked.unrelated(one))

    def _compile(self, signature: Signature) -> Compiled:
        nodes = tuple(
            compile_node(condition, f"match[{index}]", self._number) for index, condition in enumerate(signature.match)
        )
        guards = tuple(self._guard(index, guard) for index, guard in enumerate(signature.unless))
        return Compiled(signature, nodes, guards, self._specificity)

    def _signatures_of_patterns(self) -> list[list[int]]:
        """For each pattern, the signatures (by index) of which it is a condition."""
        users: list[list[int]] = [[] for _ in self._patterns]
        for index, compiled in enumerate(self._compiled):
            for pattern in {leaf.pattern for node in compiled.nodes for leaf in leaves(node)}:
                users[pattern].append(index)
        return users

    def _guard(self, index: int, guard: Unless) -> Guard:
        label = f"unless[{index}]"
        condition = guard.condition
        leaf = Leaf(self._number(condition), label, condition.count, condition.within)
        return Guard(leaf, guard.within, guard.side)

    def _number(self, condition: Line | Regex) -> int:
        """The engine's index of a pattern; equal patterns of several signatures share one."""
        is_line = isinstance(condition, Line)
        key = ("line" if is_line else "regex", condition.pattern, condition.ignore_case)
        if key not in self._known:
            compiled = (compile_line if is_line else compile_regex)(
                condition.pattern, ignore_case=condition.ignore_case
            )
            self._known[key] = len(self._patterns)
            self._patterns.append(compiled)
            self._specificity.append(compiled.specificity)
        return self._known[key]

    def _order(
        self,
        sightings: Sequence[Judged],
        circumstances: Circumstances,
        failing: Callable[[], Sequence[salient.Failing]],
    ) -> Order:
        weighed = _weighed(sightings, circumstances)
        if not any(finding.is_firm for finding in weighed):
            weighed += self._similar(failing(), weighed)
        return Order(weighed, self._graph)

    def _findings(self, order: Order, log: Log, limit: int | None) -> tuple[Finding, ...]:
        best = enumerate(order.findings[:limit], start=1)
        return tuple(self._finding(rank, item, order, log) for rank, item in best)

    def _similar(self, failing: Sequence[salient.Failing], known: Sequence[Weighed]) -> list[Weighed]:
        """Weak findings by similar wording, among lines that nothing explained."""
        taken = {line for finding in known for line in finding.sighting.lines}
        ids = {finding.id for finding in known}
        nearby = self._wordings.near(line for line in failing if line.line not in taken)
        return [_near(near) for near in nearby if near.signature.id not in ids]

    def _finding(self, rank: int, item: Weighed, order: Order, log: Log) -> Finding:
        signature = item.sighting.signature
        values = captures(self._engine, log, item.sighting)
        lines = sorted(item.sighting.lines)
        causes = order.explaining(item)
        lone = signature.is_effect and not causes
        return Finding(
            rank=rank,
            signature=signature.id,
            title=signature.title,
            role=signature.role,
            confidence=item.confidence,
            strength=item.strength,
            captures=values,
            count=item.sighting.count,
            first_line=log.number(lines[0]),
            last_line=log.end_number(lines[-1]),
            first_seen=_moment(log, lines[0]),
            last_seen=_moment(log, lines[-1]),
            evidence=self._evidence(item.sighting, log),
            why=item.why,
            explains=order.explained(item),
            explained_by=causes,
            usual_causes=self._graph.usual_causes(signature.id) if lone else (),
            remedy=remedy.remedy(signature, values),
            commands=remedy.commands(signature, values),
            severity=signature.severity,
            notes=item.notes,
        )

    def _evidence(self, sighting: Sighting, log: Log) -> tuple[Evidence, ...]:
        places = sighting.occurrences[: SHOWN_PLACES - 1] + sighting.occurrences[SHOWN_PLACES - 1 :][-1:]
        shown = {line: (pattern, label) for place in places for line, pattern, label in reversed(place.marks)}
        return tuple(self._one(log, line, *shown[line]) for line in sorted(shown))

    def _one(self, log: Log, line: int, pattern: int, label: str) -> Evidence:
        text = log.line(line)
        match = self._engine.match(pattern, text) if pattern >= 0 else None
        visible, spans = shown(text, match.spans if match else ())
        return Evidence(log.number(line), log.end_number(line), visible, spans, label)


def _weighed(sightings: Iterable[Judged], circumstances: Circumstances) -> list[Weighed]:
    weighed = (_weigh(sighting, parts, circumstances) for sighting, parts in sightings)
    return [finding for finding in weighed if finding is not None]


def _weigh(sighting: Sighting, parts: Collection[Part], circumstances: Circumstances) -> Weighed | None:
    why = weighing.weigh([*parts, *circumstances.parts(sighting)])
    chance = weighing.confidence(why)
    strength = weighing.strength(chance)
    if strength is None:
        return None
    notes = ("times are unknown: a duration was counted as 200 lines",) if sighting.times_missed else ()
    return Weighed(sighting, why, chance, strength, notes)


def _near(near: wording.Near) -> Weighed:
    place = Occurrence(((near.line, -1, near.label),))
    sighting = Sighting(near.signature, (place,), 1, 0.0, 1)
    # Never more than "possible": two messages may differ in the one word that matters.
    why = (Reason("similar wording", round(near.ratio - 1, 2)),)
    return Weighed(sighting, why, round(near.ratio * 0.5, 2), "possible", ("similar wording",))


def _verdict(findings: Sequence[Weighed], failing: Sequence[salient.Failing]) -> Verdict:
    if any(finding.is_firm for finding in findings):
        return "known"
    if findings:
        return "possible"
    return "unknown" if failing else "healthy"


def _salient(log: Log, failing: Sequence[salient.Failing]) -> tuple[Salient, ...]:
    return tuple(
        Salient(log.number(line.line), shown(line.text)[0], count) for line, count in salient.by_shape(failing)
    )


def _moment(log: Log, line: int) -> datetime | None:
    stamp = when(log, line)
    return stamp.moment if stamp else None
