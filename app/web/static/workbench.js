// The workbench tried as one types.  The server answers with the same page as to the button; its results are taken over.
"use strict";

(() => {
  const form = document.getElementById("bench");
  if (!form) return;
  const TYPING = 250;
  const PAUSE = 1500;
  let typing;
  let pause;
  let asked;
  const DRAFT = `casebook-bench:${location.pathname}:${form.elements.from.value}`;
  let changed = false;

  // What was typed is kept in this browser until the server has it: a crash of the tab loses nothing.
  const store = (act) => {
    try {
      return act(localStorage);
    } catch {
      return null; // storage may be forbidden or full
    }
  };
  const typed = () => JSON.stringify([...new FormData(form)].filter(([name]) => name !== "based_on"));
  const first = typed();

  function offerDraft() {
    const kept = store((storage) => storage.getItem(DRAFT));
    if (!kept || kept === first) return;
    const note = document.createElement("p");
    note.className = "note";
    note.setAttribute("role", "status");
    note.textContent = "This browser keeps unsaved changes of this signature. ";
    const restore = document.createElement("button");
    restore.type = "button";
    restore.textContent = "Restore them";
    restore.addEventListener("click", () => {
      // The server builds the page of it, with as many boxes as it has.
      const again = document.createElement("form");
      again.method = "post";
      again.action = form.action;
      for (const [name, value] of [...JSON.parse(kept), ["based_on", form.elements.based_on.value], ["do", "pause"]]) {
        const field = document.createElement("input");
        field.type = "hidden";
        field.name = name;
        field.value = value;
        again.append(field);
      }
      changed = false;
      document.body.append(again);
      again.submit();
    });
    const drop = document.createElement("button");
    drop.type = "button";
    drop.textContent = "Discard them";
    drop.addEventListener("click", () => {
      store((storage) => storage.removeItem(DRAFT));
      note.remove();
    });
    note.append(restore, " ", drop);
    form.before(note);
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
    store((storage) => storage.setItem(DRAFT, typed()));
    if (["author", "message"].includes(event.target.name)) return;
    clearTimeout(typing);
    clearTimeout(pause);
    typing = setTimeout(() => attempt("typing"), TYPING);
    pause = setTimeout(() => attempt("pause"), PAUSE);
  });
  form.addEventListener("submit", (event) => {
    changed = false;
    if (["activate", "draft", "save", "retire"].includes(event.submitter?.value)) store((storage) => storage.removeItem(DRAFT));
    clearTimeout(typing);
    clearTimeout(pause);
    asked?.abort();
  });
  addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
  offerDraft();
  document.getElementById("live").hidden = false;
  const faults = document.getElementById("faults");
  if (faults) faults.focus();
})();
