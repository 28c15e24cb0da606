"""Render a page: one template and one context object, plus what every page has."""

from dataclasses import dataclass
from functools import cache

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.services.maturity import maturity
from app.shipped import TEMPLATES
from app.web import phrases
from app.web.assets import asset_path
from app.web.prose import is_web_address, prose, prose_line


@dataclass(frozen=True, slots=True)
class Site:
    """What every page has: *root* goes before each path, *query* stands in the search box."""

    root: str
    query: str
    open_to_all: bool


def render(request: Request, template: str, page: object, *, status: int = 200) -> HTMLResponse:
    """The response that shows *page* by a template."""
    text = environment().get_template(template).render(page=page, site=site_of(request))
    return HTMLResponse(text, status)


def site_of(request: Request) -> Site:
    """What every page has, for this request."""
    return Site(
        root=request.scope.get("root_path", "").rstrip("/"),
        query=request.query_params.get("q", ""),
        open_to_all=bool(getattr(request.app.state, "open_to_all", False)),
    )


@cache
def environment() -> Environment:
    """The one Jinja environment: everything is escaped, and a name that a page lacks is an error."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["asset"] = asset_path
    environment.filters |= {
        "prose": prose,
        "prose_line": prose_line,
        "when": phrases.when,
        "day": phrases.day,
        "age": phrases.age,
        "duration": phrases.duration,
        "counted": phrases.counted,
        "times": phrases.times,
        "size": phrases.size,
        "milliseconds": phrases.milliseconds,
        "maturity": maturity,
    }
    environment.tests["web_address"] = is_web_address
    return environment
