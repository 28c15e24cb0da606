"""The log beside its findings."""

from dataclasses import replace

import pytest

from app.logs import Log, read
from app.matching.diagnosis import Diagnosis
from app.web.panel import CONTEXT, SHORT_LOG, WHOLE_BYTES, WHOLE_UP_TO, Block, Panel, Row, panel_of, panel_of_evidence
from tests.web.sample_answers import ANSWERS, LOG, MESSAGE, MODULE_FINDING, QUIET, evidence

KNOWN = ANSWERS["known"].diagnosis


def log_of(text: str) -> Log:
    """The log of a text."""
    data = text.encode()
    return read(data, limit=len(data) + 1)


def diagnosis_of(*lines: int) -> Diagnosis:
    """One finding with evidence on these lines."""
    found = replace(MODULE_FINDING, evidence=tuple(evidence(line, MESSAGE, MESSAGE) for line in lines))
    return replace(KNOWN, findings=(found,), salient=())


def rows_of(panel: Panel) -> dict[int, Row]:
    """The rows on the page, by number."""
    return {row.number: row for block in panel.blocks for row in block.rows if row.number}


def outline(panel: Panel) -> list[tuple[str, int, int]]:
    """The blocks of a panel."""
    return [(block.kind, block.first, block.last) for block in panel.blocks]


def test_evidence_stays_open_and_the_rest_is_folded() -> None:
    """Five lines on each side of the evidence are open."""
    panel = panel_of(log_of(LOG), diagnosis_of(65))

    assert outline(panel) == [("folded", 1, 59), ("open", 60, 70), ("folded", 71, 136)]


def test_what_is_set_aside_is_marked_but_no_evidence() -> None:
    """A link to its line leads somewhere, also where most of the log is folded or its text is gone."""
    overcome = ANSWERS["recovered"].diagnosis
    shown, erased = panel_of(log_of(LOG), overcome), panel_of_evidence(overcome)

    assert [chip.title for chip in rows_of(shown)[66].chips] == ["set aside: Connection refused"]
    assert 66 in rows_of(erased)
    assert shown.evidence == 0


def test_near_stretches_join() -> None:
    """A fold of a line or two is not worth a click."""
    panel = panel_of(log_of(LOG), diagnosis_of(20, 20 + 2 * CONTEXT + 3))

    assert ("open", 15, 38) in outline(panel)


def test_a_short_log_is_open_as_a_whole() -> None:
    """Nothing is folded where everything fits."""
    lines = LOG.splitlines(keepends=True)[:SHORT_LOG]

    assert outline(panel_of(log_of("".join(lines)), diagnosis_of(3))) == [("open", 1, SHORT_LOG)]


def test_a_log_without_evidence_shows_its_end() -> None:
    """The last lines usually tell what went on."""
    panel = panel_of(log_of(LOG), ANSWERS["healthy"].diagnosis)

    assert [block.kind for block in panel.blocks] == ["folded", "open"]
    assert panel.blocks[-1].last == 136


def test_a_line_of_evidence_carries_its_marks_and_chips() -> None:
    """The row says which finding it belongs to, and which part of it was matched."""
    row = rows_of(panel_of(log_of(LOG), KNOWN))[68]

    assert [(chip.label, chip.kind, chip.target) for chip in row.chips] == [("2", "effect", "f2")]
    assert [piece.text for piece in row.pieces if piece.kind == "value"] == ["STARTUP TCP probe failed"]


def test_folded_rows_are_on_the_page() -> None:
    """Every line of an ordinary log can be searched and unfolded."""
    assert sorted(rows_of(panel_of(log_of(LOG), KNOWN))) == list(range(1, 137))


def test_chosen_lines_are_open() -> None:
    """A range in the address opens its lines and marks them."""
    panel = panel_of(log_of(LOG), diagnosis_of(65), chosen=range(20, 23))

    assert ("open", 15, 27) in outline(panel)
    assert [number for number, row in rows_of(panel).items() if row.chosen] == [20, 21, 22]


@pytest.mark.parametrize("chosen", [range(0), range(5000, 5010), range(1)])
def test_a_range_outside_the_log_changes_nothing(chosen: range) -> None:
    """An address with a range that the log does not have is no error."""
    assert panel_of(log_of(LOG), KNOWN, chosen=chosen) == panel_of(log_of(LOG), KNOWN)


def test_a_very_long_log_has_only_windows_on_the_page() -> None:
    """Above the limit, lines far from the evidence are left to the raw view."""
    text = LOG + QUIET * (WHOLE_UP_TO // 60)
    panel = panel_of(log_of(text), diagnosis_of(65), chosen=range(30_000, 30_003))

    assert panel.state == "windows"
    assert [block.kind for block in panel.blocks] == ["omitted", "open", "omitted", "open", "omitted"]
    assert 30_001 in rows_of(panel)


def test_long_lines_also_leave_only_windows() -> None:
    """A page of tens of megabytes is no page, however few its lines are."""
    text = ("x" * 1000 + "\n") * (WHOLE_BYTES // 1000)
    panel = panel_of(log_of(text), diagnosis_of(65))

    assert panel.state == "windows"
    assert outline(panel)[1] == ("open", 60, 70)
    assert panel_of(log_of("x" * WHOLE_BYTES * 2 + "\n" + LOG), diagnosis_of(65)).state == "whole"


def test_lines_out_of_one_pasted_line_share_its_number() -> None:
    """A record with line breaks in its message has one number and one anchor, and each of its lines a row."""
    text = '{"level":"error","message":"first\\nsecond"}\n{"level":"info","message":"third"}\n'
    blocks = panel_of(log_of(text), diagnosis_of()).blocks

    assert [(row.number, row.text) for row in blocks[0].rows] == [(1, "first"), (None, "second"), (2, "third")]


def test_evidence_marks_the_line_that_reads_so() -> None:
    """Of several lines with one number, the mark stands on the one that was matched."""
    text = f'{{"level":"error","message":"import failed\\n{MESSAGE}"}}\n'
    blocks = panel_of(log_of(text), diagnosis_of(1)).blocks

    assert [bool(row.chips) for row in blocks[0].rows] == [False, True]


def test_a_very_long_line_is_cut() -> None:
    """A line of megabytes does not weigh the page down; the row says how much is missing."""
    row = panel_of(log_of("x" * 10_000), diagnosis_of()).blocks[0].rows[0]

    assert (len(row.text), row.cut) == (4_000, 6_000)


def test_an_erased_log_keeps_its_evidence() -> None:
    """When the text is gone, the lines of evidence are still shown with their numbers."""
    panel = panel_of_evidence(KNOWN)

    assert panel.state == "erased"
    assert list(rows_of(panel)) == [63, 65, 66, 68, 133, 136]


def test_an_empty_panel_has_no_blocks() -> None:
    """A diagnosis without evidence and without a log has nothing to show."""
    assert panel_of_evidence(ANSWERS["healthy"].diagnosis).blocks == tuple[Block, ...]()
