// The workbench tried as one types.  The server answers with the same page as to the button; its results are taken over.
"use strict";

(() => {
  const SENT = "casebook-bench-sent";
  const SAVING = ["activate", "draft", "save", "retire"];
  const store = (act) => {
    try {
      return act(localStorage, sessionStorage);
    } catch {
      return null; // storage may be forbidden or full
    }
  };

  // The page that a save leads to: what was sent arrived, and its draft may go.
  if (document.querySelector("[data-bench-saved]")) {
    store((kept, tab) => {
      kept.removeItem(tab.getItem(SENT));
      tab.removeItem(SENT);
    });
  }

  const form = document.getElementById("bench");
  if (!form) return;
  const TYPING = 250;
  const PAUSE = 1500;
  let typing;
  let pause;
  let asked;
  const isReturned = "returned" in form.dataset;
  let changed = isReturned;

  // What was typed is kept in this browser until the server has it: a crash of the tab loses nothing.  Each tab keeps
  // its own, so that two never write over each other; it remembers which was its last.
  const PREFIX = `casebook-bench:${location.pathname}:${form.elements.from.value}#`;
  const MINE = PREFIX + crypto.getRandomValues(new Uint32Array(2)).join("");
  const before = store((_, tab) => tab.getItem(PREFIX));
  const typed = () => JSON.stringify([...new FormData(form)].filter(([name]) => name !== "based_on"));
  const first = typed();
  const keep = () => store((kept) => kept.setItem(MINE, typed()));
  const remember = () => store((_, tab) => tab.setItem(PREFIX, MINE));
  remember();

  // The server builds the page of it, with as many boxes as it has.
  function putBack(fields) {
    const again = document.createElement("form");
    again.method = "post";
    again.action = form.action;
    for (const [name, value] of [...fields, ["based_on", form.elements.based_on.value], ["do", "pause"]]) {
      again.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    }
    changed = false;
    document.body.append(again);
    again.submit();
  }

  function offer(key, fields) {
    const note = document.createElement("p");
    note.className = "note";
    note.setAttribute("role", "status");
    note.textContent = "This browser keeps unsaved changes of this signature. ";
    const button = (words, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.textContent = words;
      made.addEventListener("click", () => {
        act();
        store((kept) => kept.removeItem(key));
        note.remove();
      });
      return made;
    };
    const restore = button("Restore them", () => {
      store((kept) => kept.setItem(MINE, JSON.stringify(fields)));
      putBack(fields);
    });
    note.append(restore, " ", button("Discard them", () => {}));
    form.before(note);
  }

  function offerDrafts() {
    if (isReturned) {
      keep();
      store((kept) => kept.removeItem(before)); // it is in the form
      return;
    }
    for (const key of store((kept) => Object.keys(kept)) ?? []) {
      const text = key.startsWith(PREFIX) && store((kept) => kept.getItem(key));
      if (text && text !== first) offer(key, JSON.parse(text));
    }
  }

  async function attempt(action) {
    asked?.abort();
    const own = (asked = new AbortController());
    const data = new FormData(form);
    data.set("do", action);
    const results = document.getElementById("results");
    results.classList.add("waiting");
    try {
      const answer = await fetch(form.action, { method: "POST", body: data, signal: own.signal, headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("results");
      if (fresh) results.replaceChildren(...fresh.childNodes);
    } catch {
      // A newer trial took its place, or the server is away: the button still says what is wrong.
    } finally {
      if (own === asked) results.classList.remove("waiting");
    }
  }

  form.addEventListener("input", (event) => {
    changed = true;
    keep();
    if (["author", "message"].includes(event.target.name)) return;
    clearTimeout(typing);
    clearTimeout(pause);
    typing = setTimeout(() => attempt("typing"), TYPING);
    pause = setTimeout(() => attempt("pause"), PAUSE);
  });
  form.addEventListener("submit", (event) => {
    changed = false;
    if (SAVING.includes(event.submitter?.value)) store((_, tab) => tab.setItem(SENT, MINE));
    clearTimeout(typing);
    clearTimeout(pause);
    asked?.abort();
  });
  addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
  addEventListener("pageshow", remember);
  offerDrafts();
  document.getElementById("live").hidden = false;
  document.querySelector(".conflict, #faults")?.focus();
})();
