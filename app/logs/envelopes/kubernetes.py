"""What kubectl, stern and the Kubernetes loggers put in front of lines."""

import re

from app.logs.envelopes.unwrapped import Unwrapped

_PREFIX = re.compile(rb"\[(pod/[\w.-]{1,253}/([\w.-]{1,63}))\] ?")
# Pods of deployments and daemon sets end in characters that Kubernetes picks from these.
_STERN = re.compile(
    rb"(?:[\w.-]{1,63}[ :])?[a-z0-9][a-z0-9-]{1,200}-[bcdfghjklmnpqrstvwxz2456789]{5}[ :]([a-z][a-z0-9-]{0,62})(?: |: )"
)
# "api-6cbb7b8f6d-2nmvd is not ready" names no container.
_WORDS_OF_SENTENCES = frozenset(b"is was has had in on to at from for of and or not failed did does will with".split())
_KLOG = re.compile(rb"([IWEF])\d{4} (\d\d:\d\d:\d\d\.\d{6}) +\d+ [\w.-]{1,100}:\d+\] ")
_ESCAPED_QUOTE = re.compile(rb'\\+"')


def kubectl_prefix(line: bytes) -> Unwrapped | None:
    """A line of ``kubectl logs --prefix``."""
    match = _PREFIX.match(line)
    return Unwrapped("kubectl-prefix", line[match.end() :], source=match[2]) if match else None


def stern_prefix(line: bytes) -> bytes | None:
    """The pod and container in front of a line, which are stern's if other lines begin alike."""
    match = _STERN.match(line)
    return match[0] if match and match[1] not in _WORDS_OF_SENTENCES else None


def named_stern(line: bytes, prefix: bytes) -> Unwrapped:
    """A line with a prefix that was found to be stern's."""
    return Unwrapped("stern", line[len(prefix) :], source=prefix.rstrip(b" :").rpartition(b" ")[2])


def klog(line: bytes) -> Unwrapped | None:
    """A line of klog: it stays whole, but for the escapes of its quoted values, which hide what they say."""
    match = _KLOG.match(line)
    if match is None:
        return None
    text = _ESCAPED_QUOTE.sub(b'"', line) if b'\\"' in line else line
    return Unwrapped("klog", text, stamp=line[: match.end(2)], level=match[1])
