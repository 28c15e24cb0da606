"""What headings and labels of reports from elsewhere mean: the table of aliases, and how near a heading must come."""

import re
from dataclasses import dataclass, replace
from functools import cache

from rapidfuzz import fuzz, process

# A heading that only holds others, and says nothing by itself.
CONTAINER = "container"
# The report's own title stands under this label in some templates.
TITLE = "title"
DATE = "date"
# What templates ask for and no field holds: said in the summary, with its label.
KEPT = "kept"

PROSE = frozenset(
    (
        *("summary", "symptom", "detection", "impact", "trigger", "root_cause", "fix", "confirm", "verify", "not_when"),
        *("prevention", "went_well", "went_wrong", "got_lucky", "lessons"),
    )
)
LISTS = frozenset(("timeline", "contributing_factors", "five_whys", "commands", "action_items", "error_excerpts"))
MOMENTS = ("started_at", "detected_at", "acknowledged_at", "mitigated_at", "resolved_at", "published_at", "created_at")
WORDS = ("severity", "owner", "environment", "team", "tldr", "source_url")
WORD_LISTS = ("authors", "services", "tags", "alert_names", "references")

_TABLE: dict[str, str] = {
    "summary": "summary; executive summary; incident summary; overview; incident overview; abstract; description;"
    " synopsis; background; context; what happened; introduction; high level summary; summary of the incident;"
    " event summary; postmortem summary; describe the bug; issue description; issue summary; problem description",
    "tldr": "tldr; tl dr; too long didn t read; one line summary; in one line; in a nutshell",
    "symptom": "symptom; symptoms; symptoms observed; observed symptoms; problem; the problem; what we saw;"
    " what users saw; what people saw; actual behavior; actual behaviour; current behavior; current behaviour;"
    " fault; observed behavior; observed behaviour; how it showed; problem statement; user experience",
    "error_excerpts": "error excerpts; error; errors; error message; error messages; logs; log excerpts; log excerpt;"
    " logs evidence; log evidence; relevant logs; relevant log output; stack trace; stacktrace; traceback; log output;"
    " relevant logs and or screenshots; error log; error logs",
    "timeline": "timeline; incident timeline; chronology; timeline of events; sequence of events; event timeline;"
    " deployment timeline; key timestamps; log of events; timeline of the incident; events; incident chronology",
    "detection": "detection; how was it detected; how was the incident detected; how we noticed; how it was detected;"
    " how did we find out; detection and alerting; monitoring and detection; how was the event detected; discovery;"
    " how did we detect it; alerting and detection; diagnosis and detection; how we found out",
    "impact": "impact; customer impact; business impact; user impact; impact assessment; blast radius; consequences;"
    " customer and business impact; who was affected; scope of impact; what was the impact; effect; effects;"
    " impact analysis; business impact analysis; service impact; who was impacted by this incident",
    "trigger": "trigger; triggers; triggering event; what triggered it; what triggered the incident; leadup; lead up;"
    " what set it off; proximate cause; what was the trigger",
    "root_cause": "root cause; root causes; root cause analysis; rca; cause; causes; underlying cause; why it happened;"
    " why did it happen; probable cause; likely cause; what caused it; what went wrong technically; the cause;"
    " root causes analysis; cause analysis; what was the root cause; what were the root causes; technical cause;"
    " root cause identification; reason; underlying causes; what caused the incident",
    "contributing_factors": "contributing factors; contributing factor; contributing causes; contributors;"
    " contributing conditions; other factors; risks; secondary causes; aggravating factors",
    "five_whys": "five whys; 5 whys; five whys analysis; 5 whys analysis; five whys root cause analysis; the five whys;"
    " 5 whys root cause analysis; whys; five whys root cause identification; five whys root cause;"
    " root cause identification five whys; root cause five whys",
    "fix": "fix; fixes; resolution; solution; solutions; mitigation; mitigations; remediation; remediations; recovery;"
    " proposed fix; proposed fixes; fixes applied; fix applied; how we fixed it; how it was fixed; workaround;"
    " remediations implemented; remediation steps; resolution and recovery; mitigation and resolution; response;"
    " how we responded; how was it resolved; what we did; actioned; action; action taken; actions taken;"
    " fixes implemented; technical fixes; technical fixes implemented; possible fixes; possible fix; repair;"
    " how we resolved it; resolution steps; immediate fix; incident response; how did we respond; mitigators",
    "commands": "commands; commands used; commands we used; useful commands; commands run; runbook commands",
    "verify": "verify; verification; verification steps; how to verify; validation; quick verification; how we verified;"
    " quick verification after redeploy; testing and validation; test plan; testing plan; testing checklist;"
    " verification checklist; verification commands; verification commands we used; validation plan; testing and validation plan; verified by; how it was verified; testing",
    "confirm": "confirm; how to confirm; diagnosis; diagnostics; how to diagnose; investigation; debugging;"
    " steps to reproduce; reproduction; how to reproduce; to reproduce; how to recognise; how to recognize; triage",
    "not_when": "not when; when this does not apply; not applicable when; does not apply; limitations of the fix",
    "prevention": "prevention; preventive measures; prevention measures; preventative measures; preventing recurrence;"
    " how to prevent; how do we prevent this; preventive actions; preventative actions; regression prevention;"
    " prevention recommendations; how we will prevent it; what we will do to prevent it; hardening; safeguards;"
    " notes for production hardening; production hardening; recurrence; avoiding recurrence; backlog check",
    "action_items": "action items; action item; actions; corrective actions; corrective action; follow ups; follow up;"
    " followups; followup; next steps; next actions; to do; todo; todos; recommendations; follow up actions;"
    " follow up items; corrective and preventive actions; remediation items; action plan; improvements; tasks;"
    " immediate actions; long term improvements; short term actions; long term actions; short term; long term;"
    " medium term; recommended actions; concrete next actions; where do we go from here; immediate; repair items;"
    " operational recommendations; follow up tasks; what we will do next; remediation actions; short term fixes;"
    " long term fixes; jira tickets; tickets; corrective measures; what s next; future improvements",
    "went_well": "went well; what went well; things that went well; what worked; what worked well; positives;"
    " what went right; what did we do well; good; what helped",
    "went_wrong": "went wrong; what went wrong; things that went poorly; what went poorly; what did not go well;"
    " what didn t go well; what could have gone better; what could be improved; what didn t go so well; challenges;"
    " what went badly; what did not go so well; what can be improved; where we struggled; what can we improve;"
    " difficulties; how could we improve; what could we improve; what didn t work",
    "got_lucky": "got lucky; where we got lucky; where luck helped; luck; what was lucky; lucky breaks; we got lucky",
    "lessons": "lessons; lessons learned; lessons learnt; learnings; key learnings; takeaways; key takeaways;"
    " what we learned; what did we learn; learnings and risks; lesson; lesson learned; retrospective",
    "severity": "severity; sev; priority level; incident severity; severity level; impact level",
    "services": "service; services; affected services; affected service; services affected; component; components;"
    " affected systems; affected components; impacted services; systems affected; service s affected; system",
    "environment": "environment; env; environments; affected environment",
    "team": "team; owning team; responsible team; service team",
    "owner": "owner; incident owner; postmortem owner; report owner; document owner",
    "authors": "author; authors; written by; prepared by; reported by; reporter; report author; authored by",
    "tags": "tags; labels; keywords; categories; category",
    "alert_names": "alert name; alert names; alerts fired; alerts that fired; triggering alert; alarm; alarms",
    "references": "references; links; related links; further reading; resources; see also; useful links; sources; related items",
    "source_url": "source url; source; report url; incident url; original report; incident link",
    "started_at": "started at; start time; start; started; incident start; start of impact; impact start; began;"
    " time started; incident started; impact started; impact started at; impact began; outage start; start date",
    "detected_at": "detected at; detected; time detected; detection time; detected on; time of detection; identified at",
    "acknowledged_at": "acknowledged at; acknowledged; time acknowledged; responded at",
    "mitigated_at": "mitigated at; mitigated; time mitigated; mitigation time; stabilised at; stabilized at",
    "resolved_at": "resolved at; resolved; end time; end; ended; resolution time; impact end; time resolved; fixed at;"
    " incident end; end of impact; recovered at; impact ended; impact ended at; outage end; incident resolved",
    "published_at": "published at; published; published on",
    "created_at": "report generated; report created; created at; written at; generated at; report generated at",
    DATE: "date; incident date; date of incident; day; date of the incident; report date; occurred on",
    KEPT: "status; incident status; current status; next update; duration; incident duration; total duration; risk level;"
    " time to detect; time to resolve; time to mitigate; incident id; incident number; id; incident commander; commander;"
    " incident lead; responders; participants; reviewers; reviewer; conclusion; conclusions; reported; confidence",
    TITLE: "title; incident; incident title; incident name; name",
    CONTAINER: "issues; issues identified; identified issues; issues found; findings; problems; incidents; failures;"
    " issues root causes fixes verification and prevention; issues root causes and fixes; issues and fixes;"
    " issues encountered; problems encountered; bugs; bugs found; problems and solutions; incident details; details;"
    " key information; key info; incident information; metadata; post incident analysis; incident response analysis;"
    " incident questions; analysis; postmortem; post mortem; incident report; incident postmortem;"
    " incident post mortem; issues encountered and fixes; issue list; root causes and fixes; at a glance",
}
ALIASES = {alias.strip(): field for field, aliases in _TABLE.items() for alias in aliases.split(";")}

# Where no alias fits, one of these words in a heading of a few words decides, if no other contradicts it.
_KEYWORDS = (
    (re.compile(r"\broot causes?\b"), "root_cause"),
    (re.compile(r"\b(?:timeline|chronology)\b"), "timeline"),
    (re.compile(r"\b(?:action items?|next (?:steps|actions)|follow ?ups?|corrective actions?)\b"), "action_items"),
    (re.compile(r"\b(?:lessons?|learnings?|takeaways)\b"), "lessons"),
    (re.compile(r"\b(?:prevent\w*|hardening)\b"), "prevention"),
    (re.compile(r"\b(?:verif\w+|validation)\b"), "verify"),
    (re.compile(r"\b(?:fix(?:es)?|remediations?|mitigations?|resolution|workarounds?)\b"), "fix"),
    (re.compile(r"\bimpact\b"), "impact"),
    (re.compile(r"\bsymptoms?\b"), "symptom"),
    (re.compile(r"\bdetection\b"), "detection"),
    (re.compile(r"\bwhys\b"), "five_whys"),
)
_MOST_WORDS = 7
_FILLER = frozenset(
    [
        "the",
        "a",
        "an",
        "our",
        "of",
        "and",
        "this",
        "that",
        "incident",
        "incidents",
        "report",
        "short",
        "detailed",
        "full",
        "concrete",
        "recommended",
        "key",
        "main",
        "initial",
        "final",
        "section",
        "brief",
        "quick",
        "high",
        "level",
        "examples",
        "example",
        "optional",
        "tbd",
        "utc",
        "gmt",
        "all",
        "times",
        "time",
        "in",
        "are",
        "is",
        "we",
        "steps",
        "used",
        "analysis",
        "what",
        "after",
        "redeploy",
        "required",
    ]
)
# A probable cause is not yet the cause: the reader must see the word.
_HEDGES = frozenset(("probable", "possible", "likely", "proposed", "suspected", "potential"))
_TYPO = 90
_SHORTEST_TYPO = 6
_NUMBER = re.compile(
    r"^\W*(?:(?:step|section|part)\s+)?(?:\d{1,3}(?:\.\d{1,3})*|[ivx]{1,4}|[a-h])(?:[.):]+|\s+[-\u2013\u2014])\s+"
)
_PARENTHESES = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_TAIL = re.compile(r"\s*(?::|\s[-\u2013\u2014])\s+")
_APOSTROPHE = re.compile(r"['\u2019`]")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a heading stands for.  *rest* is what it says besides; *is_exact* tells that all else of it is the alias."""

    field: str
    is_exact: bool = True
    rest: str = ""


@cache
def meaning(heading: str) -> Meaning | None:
    """The field that a heading of a report stands for; None where it is one of the report's own."""
    bare = unnumbered(heading)
    found = _exact(bare) or _by_keyword(bare)
    return replace(found, is_exact=False) if found and _HEDGES & set(folded(bare).split()) else found


@cache
def label_meaning(label: str) -> Meaning | None:
    """The field that a label before a text stands for; labels are shorter than headings, and only aliases count."""
    found = _exact(label)
    if found is None or found.rest:
        return None
    return replace(found, is_exact=False) if _HEDGES & set(folded(label).split()) else found


def unnumbered(heading: str) -> str:
    """A heading without a number before it."""
    return _NUMBER.sub("", heading.lower()) if _NUMBER.match(heading.lower()) else heading


def folded(text: str) -> str:
    """The words of a text, in lower case, without what stands between them."""
    return " ".join(_WORD.findall(_APOSTROPHE.sub(" ", text.replace("&", " and ").lower())))


def _exact(heading: str) -> Meaning | None:
    field = _field(folded(heading))
    if field:
        return Meaning(field)
    aside = _PARENTHESES.findall(heading)
    without = _PARENTHESES.sub(" ", heading)
    if aside and (field := _field(folded(without))):
        return Meaning(field, rest=_telling("; ".join(aside)))
    head, *tail = _TAIL.split(without, maxsplit=1)
    if tail and (field := _field(folded(head))):
        return Meaning(field, rest=_telling("; ".join([tail[0], *aside])))
    return None


def _telling(rest: str) -> str:
    """What is beside an alias, unless it only says again what the field is."""
    words = folded(rest).split()
    return "" if all(word in _FILLER for word in words) or folded(rest) in ALIASES else rest.strip()


def _field(words: str) -> str | None:
    if words in ALIASES:
        return ALIASES[words]
    fewer = " ".join(word for word in words.split() if word not in _FILLER)
    if fewer in ALIASES:
        return ALIASES[fewer]
    if len(words) < _SHORTEST_TYPO:
        return None
    near = process.extractOne(words, ALIASES.keys(), scorer=fuzz.ratio, score_cutoff=_TYPO)
    return ALIASES[near[0]] if near else None


def _by_keyword(heading: str) -> Meaning | None:
    words = folded(heading)
    if len(words.split()) > _MOST_WORDS:
        return None
    fields = {field for pattern, field in _KEYWORDS if pattern.search(words)}
    return Meaning(fields.pop(), is_exact=False) if len(fields) == 1 else None
