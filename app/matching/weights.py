"""The weights of the parts of a score, in one table: what was reasoned, what the labelled logs made of it, and why.

A weight is in logits: a part of +0.7 doubles the odds that the finding is right.  The fitted numbers are written by
``make calibrate`` (calibration/README.md); where no labelled log bears on a part, its reasoned number stays.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weight:
    """What a whole part adds to the log-odds that a finding is right."""

    reasoned: float
    fitted: float
    why: str


WEIGHTS: dict[str, Weight] = {
    "start": Weight(-0.4, -0.04, "a line that matches anything is right a little less than half of the time"),
    "specific": Weight(2.6, 3.04, "a long message that ordinary logs do not have is hardly ever something else"),
    "exception": Weight(1.0, 1.09, "software states a failure in the message of an exception"),
    "failing": Weight(0.7, 0.8, "the entry itself says that it is an error"),
    "chatty": Weight(-0.4, -0.36, "an entry below warning seldom reports the failure itself"),
    "opens": Weight(0.8, 0.54, "a message that begins with the failure, or has it after a colon, states it"),
    "quotes": Weight(-2.5, -5.47, "who quotes a message in a sentence speaks about it"),
    "mention": Weight(-9.0, -9.23, "the line talks about the failure: more than all the others together can outweigh"),
    "strangers": Weight(-2.0, -5.31, "unrelated failures line by line are a list of messages; each makes it likelier"),
    "talk": Weight(-3.0, -2.64, "where the lines around only talk about failures, this one seldom states one"),
    "recovered": Weight(-5.0, -7.46, "the same operation succeeded later, or the test that provoked it passed"),
    "several": Weight(0.7, 0.74, "several conditions agree"),
    "often": Weight(0.15, 0.1, "each doubling of the count makes an accident less likely"),
    "end": Weight(0.3, 0.6, "what stands at the end, or is the first failure, ended it"),
    "service": Weight(0.4, 0.4, "the signature is written for this service"),
    "votes": Weight(1.0, 1.0, "people confirmed or rejected it; the prior of five votes keeps one from ruling"),
}
# Specificity, in bits, that a signature needs for no and for full weight: a common word, and two or three rare ones.
SPECIFIC_NONE, SPECIFIC_FULL = 15.0, 45.0
