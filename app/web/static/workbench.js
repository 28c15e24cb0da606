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
  let changed = false;

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
    if (["author", "message"].includes(event.target.name)) return;
    clearTimeout(typing);
    clearTimeout(pause);
    typing = setTimeout(() => attempt("typing"), TYPING);
    pause = setTimeout(() => attempt("pause"), PAUSE);
  });
  form.addEventListener("submit", () => {
    changed = false;
    clearTimeout(typing);
    clearTimeout(pause);
    asked?.abort();
  });
  addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
  document.getElementById("live").hidden = false;
  const faults = document.getElementById("faults");
  if (faults) faults.focus();
})();
