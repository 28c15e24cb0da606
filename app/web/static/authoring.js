// What scripts add to the form of a postmortem: a local draft, rows without a new page, a live preview, a warning.
// Rows and previews come from the server, so that they are the same with scripts and without.
"use strict";

(() => {
  const KEY = "casebook-draft:";
  const SAVING = ["draft", "save", "review", "publish", "publish-anyway"];
  const PAUSE = 400;
  const PREVIEW_PAUSE = 700;
  const own = (selector) => document.querySelector(selector);

  const store = {
    read(address) {
      try {
        return JSON.parse(localStorage.getItem(KEY + address));
      } catch {
        return null; // storage may be forbidden, or hold what another version wrote
      }
    },
    write(address, draft) {
      try {
        if (draft) localStorage.setItem(KEY + address, JSON.stringify(draft));
        else localStorage.removeItem(KEY + address);
        return true;
      } catch {
        return false;
      }
    },
    // The keys of all drafts of forms that were opened at this address.
    of(address) {
      try {
        return Object.keys(localStorage)
          .filter((key) => key.startsWith(`${KEY}${address}#`))
          .map((key) => key.slice(KEY.length));
      } catch {
        return [];
      }
    },
  };

  // Each opened form keeps a draft of its own, so that two tabs never write over each other.  The tab remembers which
  // was its last: that one comes back after a reload.
  const tab = {
    last(address) {
      try {
        return sessionStorage.getItem(KEY + address);
      } catch {
        return null;
      }
    },
    remember(address, key) {
      try {
        sessionStorage.setItem(KEY + address, key);
      } catch {
        // without a memory, a draft is offered instead of put back
      }
    },
  };

  // The page that a save leads to: what was sent arrived, and its draft may go.
  const done = own("[data-draft-saved]")?.dataset.draftSaved;
  const sentKey = done && tab.last(done);
  if (sentKey && store.read(sentKey)?.sent) store.write(sentKey, null);

  let form = own("#writing");
  if (!form) return;
  const address = form.dataset.draft;
  const before = tab.last(address);
  const mine = `${address}#${crypto.getRandomValues(new Uint32Array(2)).join("")}`;
  tab.remember(address, mine);
  let leaving = false;
  let discarded = false;
  let timer;
  let previewTimer;

  const fieldsOf = (button) => {
    const data = new FormData(form);
    if (button) data.set(button.name, button.value);
    return [...data];
  };
  const comparable = (fields) => JSON.stringify(fields.filter(([name]) => name !== "based_on"));
  const typed = () => comparable(fieldsOf());
  // As the page came: a browser may have put back what was typed before a reload.
  const served = () => [...form.elements].flatMap((field) => {
    if (!field.name || field.type === "submit") return [];
    if (["checkbox", "radio"].includes(field.type)) return field.defaultChecked ? [[field.name, field.value]] : [];
    const chosen = field.options && ([...field.options].find((one) => one.defaultSelected) ?? field.options[0]);
    return [[field.name, chosen ? chosen.value : field.defaultValue]];
  });
  // What the server gave back was typed before and is not saved yet.
  const saved = "returned" in form.dataset ? "" : comparable(served());
  const isDirty = () => typed() !== saved;

  function keep(sent = false) {
    clearTimeout(timer);
    if (!discarded && isDirty()) store.write(mine, { at: Date.now(), sent, fields: fieldsOf() });
  }

  async function ask(url, fields) {
    const answer = await fetch(url, {
      method: "POST",
      body: new URLSearchParams(fields),
      headers: { Accept: "text/html" },
    });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  }

  // The form as the server gives it back takes the place of this one.
  async function replaceForm(fields) {
    const page = await ask(form.action, fields);
    const next = page.getElementById("writing");
    const aim = next.querySelector("[autofocus]");
    aim?.removeAttribute("autofocus"); // a browser takes it once a page, and complains afterwards
    form.replaceWith(document.adoptNode(next));
    form = next;
    listen();
    keep();
    aim?.focus();
  }

  async function preview() {
    const panel = own("#preview");
    const page = await ask(form.dataset.preview, fieldsOf());
    panel.querySelector(".previewed").replaceChildren(...page.body.childNodes);
    panel.hidden = false;
    return panel;
  }

  async function onSubmit(event) {
    const button = event.submitter;
    const action = button?.value ?? "preview";
    if (SAVING.includes(action)) {
      if (leaving) event.preventDefault(); // a second click
      keep(true);
      leaving = true;
      return;
    }
    event.preventDefault();
    try {
      if (action === "preview") {
        if (button?.tabIndex === -1) return; // the Enter key in a field: nothing to do
        const panel = await preview();
        panel.focus();
        panel.scrollIntoView();
      } else {
        await replaceForm(fieldsOf(button));
      }
    } catch {
      // The server did not answer as it should: the plain way shows why.
      leaving = true;
      const field = Object.assign(document.createElement("input"), { type: "hidden", name: "do", value: action });
      form.append(field);
      keep();
      HTMLFormElement.prototype.submit.call(form);
    }
  }

  // The address that the server would make, shown where none is typed.
  function proposeSlug() {
    const [slug, title, started] = ["slug", "title", "started_at"].map((name) => form.elements[name]);
    const day = /^\d{4}-\d\d-\d\d/.exec(started.value)?.[0] ?? new Date().toISOString().slice(0, 10);
    const words = title.value.normalize("NFKD").toLowerCase().match(/[a-z0-9]+/g) ?? [];
    slug.placeholder = words.length ? [day, ...words].join("-").slice(0, 100) : "";
  }

  function onInput() {
    leaving = false;
    proposeSlug();
    clearTimeout(timer);
    timer = setTimeout(keep, PAUSE);
    if (own("#preview").hidden) return;
    clearTimeout(previewTimer);
    previewTimer = setTimeout(() => preview().catch(() => {}), PREVIEW_PAUSE);
  }

  function listen() {
    form.addEventListener("submit", onSubmit);
    form.addEventListener("input", onInput);
  }

  const said = (at) => new Date(at).toLocaleString();

  function note(words, ...buttons) {
    const box = document.createElement("div");
    box.className = "note";
    box.setAttribute("role", "status");
    const text = document.createElement("p");
    text.textContent = words;
    for (const [label, act] of buttons) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.addEventListener("click", () => act(box));
      text.append(" ", button);
    }
    box.append(text);
    form.before(box);
    return box;
  }

  function discard() {
    leaving = discarded = true;
    store.write(mine, null);
    location.assign(location.pathname === new URL(form.action).pathname ? location.href : form.action);
  }

  // The draft takes the place of the form, and is from then on the one of this tab.
  async function putBack(key, draft) {
    try {
      await replaceForm([...draft.fields, ["do", "restore"]]);
      keep();
      store.write(key, null);
      note(`Here is what you typed on ${said(draft.at)} and did not save.`, ["Discard it", discard]).id = "restored";
    } catch {
      note("Something typed earlier is kept in this browser, but cannot be shown now: reload the page later.");
    }
  }

  // Of another tab, which may be open still: it is not taken without being asked for.
  function offer(key, draft) {
    const title = draft.fields.find(([name]) => name === "title")?.[1];
    note(
      `This browser keeps ${title ? `“${title}”` : "something"}, typed on ${said(draft.at)} in another tab and not saved.`,
      ["Go on with it here", (box) => { box.remove(); putBack(key, draft); }],
      ["Discard it", (box) => { box.remove(); store.write(key, null); }],
    );
  }

  // Opened again after a crash, a closed tab or a lost connection: what was typed comes back.
  async function restore() {
    if ("returned" in form.dataset) {
      if (before) store.write(before, null); // it is in the form
      return;
    }
    for (const key of store.of(address)) {
      const draft = store.read(key);
      if (!draft || comparable(draft.fields) === saved) store.write(key, null);
      else if (key === before) await putBack(key, draft);
      else if (key !== mine) offer(key, draft);
    }
  }

  listen();
  addEventListener("beforeunload", (event) => {
    if (leaving || !isDirty()) return;
    keep();
    event.preventDefault();
  });
  addEventListener("pageshow", () => {
    leaving = false;
    tab.remember(address, mine);
  });
  addEventListener("pagehide", () => keep(store.read(mine)?.sent ?? false));
  if ("returned" in form.dataset) keep();
  own("#faults, .conflict")?.focus();
  restore();
})();
