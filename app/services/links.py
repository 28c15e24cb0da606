"""Records as a list shows them."""

from app.matching.causes import first_sentence
from app.matching.remedy import fill
from app.matching.signature import Signature
from app.records.postmortem import Postmortem
from app.services.answers import PostmortemLink, SignatureLink


def postmortem_link(record: Postmortem) -> PostmortemLink:
    """A postmortem, as far as a list shows it."""
    return PostmortemLink(
        slug=record.slug,
        title=record.title,
        tldr=record.tldr,
        status=record.status,
        severity=record.severity,
        services=record.services,
        started_at=record.started_at,
        reviewed_at=record.reviewed_at,
        open_action_items=sum(item.is_open for item in record.action_items),
    )


def gist(signature: Signature) -> str:
    """A signature in one sentence: why it happens, with a name in brackets for what a log would say."""
    return fill(first_sentence(signature.cause), {})


def signature_link(signature: Signature) -> SignatureLink:
    """A signature, as far as a list shows it."""
    return SignatureLink(
        id=signature.id,
        title=signature.title,
        role=signature.role,
        status=signature.status,
        severity=signature.severity,
        tags=signature.tags,
        cause=gist(signature),
    )
