"""Reads the form on a page as a browser without scripts does: which fields it would send, and with what in them."""

from html.parser import HTMLParser


class _Reader(HTMLParser):
    def __init__(self, form: str) -> None:
        super().__init__(convert_charrefs=True)
        self.fields: dict[str, str] = {}
        self._form = form
        self._inside = False
        self._textarea = ""
        self._select = ""
        self._option: str | None = None
        self._chosen = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._inside = given.get("id") == self._form
        if not self._inside:
            return
        name = given.get("name", "")
        if tag == "input" and (given["type"] not in ("checkbox", "radio") or "checked" in given):
            self.fields[name] = given.get("value", "")
        elif tag == "textarea":
            self._textarea, self.fields[name] = name, ""
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            self._chosen = "selected" in given or self._select not in self.fields
            self._option = given.get("value")
            if self._chosen:
                self.fields[self._select] = self._option or ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "textarea":
            # The line break after the tag is not part of the text.
            self.fields[self._textarea] = self.fields[self._textarea].removeprefix("\n")
            self._textarea = ""
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self.fields[self._textarea] += data
        elif self._select and self._chosen and self._option is None:
            self.fields[self._select] += data.strip()


def filled_form(page: str, form: str = "writing") -> dict[str, str]:
    """The fields that the form with this id would send, without its buttons."""
    reader = _Reader(form)
    reader.feed(page)
    return reader.fields
