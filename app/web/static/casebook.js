// What scripts add to pages that work without them: keys, copy buttons, dropped files, ranges of lines.
"use strict";

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const said = document.getElementById("said");
let silence;

function say(text) {
  said.textContent = text;
  clearTimeout(silence);
  silence = setTimeout(() => { said.textContent = ""; }, 2500);
}

// Over plain http there is no clipboard API: a hidden text field and the old command do the same.
function copyTheOldWay(text) {
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "hidden";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

async function copy(text, what) {
  let done = false;
  const focused = document.activeElement;
  try {
    await navigator.clipboard.writeText(text);
    done = true;
  } catch {
    done = copyTheOldWay(text);
    focused?.focus?.({ preventScroll: true });
  }
  say(done ? `Copied: ${what}` : "The browser did not let it be copied: select it and copy by hand");
}

function button(text, act, name = "") {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  if (name) made.setAttribute("aria-label", name);
  made.addEventListener("click", act);
  return made;
}

function addCopyButtons() {
  for (const box of all(".cmd")) {
    const command = box.querySelector("pre");
    const text = command.textContent.trim();
    command.after(button("Copy", () => copy(text, text), `Copy the command ${text}`));
  }
  for (const link of all("[data-copy-from]")) {
    const copied = button("Copy as Markdown", async () => {
      const answer = await fetch(link.href);
      copy(await answer.text(), "the record as Markdown");
    });
    link.after(copied, button("Print", () => print()));
  }
  const actions = document.querySelector(".do");
  if (actions) {
    const address = location.origin + location.pathname;
    actions.prepend(button("Copy link", () => copy(address, address)));
  }
}

function unfold(element) {
  for (let at = element; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
}

function goToFragment() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  unfold(target);
  target.scrollIntoView({ block: "center" });
}

// Evidence and findings: one step on, around the end.
function stepper(selector, show) {
  let at = -1;
  return (by) => {
    const stops = all(selector);
    if (!stops.length) return;
    at = at < 0 && by < 0 ? stops.length - 1 : (at + by + stops.length) % stops.length;
    unfold(stops[at].parentElement);
    show(stops[at], at, stops.length);
  };
}

const stepEvidence = stepper(".rows .hit:not(.salient)", (row, at, count) => {
  all(".rows .at").forEach((other) => other.classList.remove("at"));
  row.classList.add("at");
  row.scrollIntoView({ block: "center" });
  document.getElementById("at").textContent = `evidence ${at + 1} of ${count}`;
});

const stepFinding = stepper(".finding", (finding) => {
  const target = finding.tagName === "DETAILS" ? finding.querySelector("summary") : finding;
  target.focus();
  target.scrollIntoView({ block: "nearest" });
});

// A destructive command is never copied by a single key.
const FIX = '.cmd:not(.destructive)[data-phase="fix"] pre';

function copyFix() {
  const here = document.activeElement?.closest(".finding") ?? document;
  const fix = here.querySelector(FIX) ?? document.querySelector(FIX);
  if (fix) copy(fix.textContent.trim(), fix.textContent.trim());
  else say("There is no safe command of a fix to copy");
}

const KEYS = {
  "/": () => document.querySelector('[data-key="/"]').focus(),
  n: () => stepEvidence(1),
  p: () => stepEvidence(-1),
  j: () => stepFinding(1),
  k: () => stepFinding(-1),
  c: copyFix,
  "?": () => document.getElementById("keys").showModal(),
};

function onKey(event) {
  const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  const paste = document.getElementById("paste");
  if (paste && event.key === "Enter" && (event.ctrlKey || event.metaKey) && paste.contains(event.target)) {
    event.preventDefault();
    paste.requestSubmit();
    return;
  }
  if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
}

// Shift-click on a second line number makes a range with an address.
function addRanges() {
  const rows = document.querySelector(".rows");
  if (!rows) return;
  let from = Number(/^#L(\d+)$/.exec(location.hash)?.[1] ?? 0);
  rows.addEventListener("click", (event) => {
    const number = Number(event.target.closest("a:not(.chip)")?.textContent ?? 0);
    if (!number) return;
    if (event.shiftKey && from) {
      event.preventDefault();
      const [first, last] = [Math.min(from, number), Math.max(from, number)];
      if (/\/d\/[^/]+$/.test(location.pathname)) location.assign(`?lines=${first}-${last}#L${first}`);
    }
    from = number;
  });
}

function addDrop() {
  const paste = document.getElementById("paste");
  if (!paste) return;
  const file = paste.elements.file;
  const hasFile = (event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    paste.classList.add("drop");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) paste.classList.remove("drop");
  });
  document.addEventListener("drop", (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    paste.classList.remove("drop");
    file.files = event.dataTransfer.files;
    say(`${file.files[0].name}: ready to be diagnosed`);
    paste.querySelector("button").focus();
  });
}

function addHints() {
  document.querySelector('[data-key="/"]').placeholder = "Search  /";
  const hint = document.createElement("span");
  hint.innerHTML = "<kbd>n</kbd> <kbd>p</kbd>";
  document.getElementById("at")?.after(hint);
}

addCopyButtons();
addHints();
addRanges();
addDrop();
if (location.hash) goToFragment();
else document.querySelector(".chosen")?.scrollIntoView({ block: "center" });
addEventListener("hashchange", goToFragment);
addEventListener("keydown", onKey);
