// What a page does better with scripts: answers come without a jump, with their state told; claims and lines light one another up.
"use strict";

const status = () => document.getElementById("status");
const say = (text) => { status().textContent = text; };

const where = () => location.pathname + location.search;
let shown = where();

/** Put what another page holds in the place of what this one holds. */
function show(html, address, { focus = true } = {}) {
  const page = new DOMParser().parseFromString(html, "text/html");
  document.title = page.title;
  document.documentElement.lang = page.documentElement.lang;
  document.querySelector(".masthead").replaceWith(page.querySelector(".masthead"));
  document.querySelector("main").replaceWith(page.querySelector("main"));
  document.querySelector("footer").replaceWith(page.querySelector("footer"));
  if (address) history.pushState({ ours: true }, "", address);
  shown = where();
  furnish();
  const first = document.querySelector("[data-latest], #verdict, .note, main h1");
  if (focus && first) {
    if (!first.hasAttribute("tabindex")) first.setAttribute("tabindex", "-1");
    first.focus({ preventScroll: true });
    first.scrollIntoView({ block: "start" });
  }
}

async function open(address, options) {
  const response = await fetch(address, { headers: { Accept: "text/html" } });
  show(await response.text(), address, options);
}

/** Read lines of JSON as they come, and hand on each. */
async function lines(response, take) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    rest += value;
    const whole = rest.split("\n");
    rest = whole.pop();
    for (const line of whole) if (line) await take(JSON.parse(line));
  }
}

async function send(form, button) {
  form.setAttribute("aria-busy", "true");
  say(status().dataset.reading);
  const body = new FormData(form, button);
  const short = form.enctype !== "multipart/form-data";
  try {
    const response = await fetch(form.action, {
      method: "POST",
      body: short ? new URLSearchParams(body) : body,
      headers: { Accept: "application/x-ndjson, text/html" },
    });
    if (!response.headers.get("Content-Type").startsWith("application/x-ndjson")) {
      const moved = response.redirected && new URL(response.url).pathname;
      show(await response.text(), moved || null);
      say("");
      return;
    }
    await lines(response, async (told) => {
      if (told.said) say(told.said);
      if (told.state === "done") {
        await open(told.location);
        say("");
      }
    });
  } catch {
    say(status().dataset.failed);
  } finally {
    form.removeAttribute("aria-busy");
  }
}

function lighten(numbers, lit) {
  for (const number of numbers) document.getElementById(`line-${number}`)?.classList.toggle("lit", lit);
}

function claims() {
  const all = [...document.querySelectorAll(".claim[data-lines]")];
  for (const claim of all) {
    const numbers = claim.dataset.lines.split(" ");
    for (const [event, lit] of [["mouseenter", true], ["focus", true], ["mouseleave", false], ["blur", false]])
      claim.addEventListener(event, () => lighten(numbers, lit));
  }
  for (const line of document.querySelectorAll("[data-line]")) {
    const mine = all.filter((claim) => claim.dataset.lines.split(" ").includes(line.dataset.line));
    line.addEventListener("mouseenter", () => mine.forEach((claim) => claim.classList.add("lit")));
    line.addEventListener("mouseleave", () => mine.forEach((claim) => claim.classList.remove("lit")));
  }
}

function ticks() {
  const list = document.querySelector("[data-ticks]");
  if (!list) return;
  for (const box of list.querySelectorAll("[data-tick]")) {
    const name = `tick ${list.dataset.ticks} ${box.dataset.tick}`;
    try {
      box.checked = localStorage.getItem(name) === "1";
      box.addEventListener("change", () => (box.checked ? localStorage.setItem(name, "1") : localStorage.removeItem(name)));
    } catch {
      return; // a browser that keeps nothing
    }
  }
}

function tools() {
  for (const button of document.querySelectorAll("[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        const response = await fetch(button.dataset.copy);
        await navigator.clipboard.writeText(await response.text());
        say(status().dataset.copied);
        setTimeout(() => say(""), 2500);
      } catch {
        say(status().dataset.failed);
      }
    });
  }
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

/** Offer pages while a question is typed: a combobox with a list, by the ARIA Authoring Practices. */
function suggesting(field) {
  const list = document.createElement("ul");
  let latest = 0;
  Object.assign(list, { className: "suggestions", id: "suggestions", role: "listbox", hidden: true });
  list.setAttribute("aria-label", field.dataset.list);
  field.closest("form").append(list);
  for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", "suggestions"], ["aria-autocomplete", "list"]])
    field.setAttribute(name, value);
  const options = () => [...list.children];
  const chosen = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");
  const close = () => {
    list.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };
  const choose = (place) => {
    options().forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    if (place >= 0) field.setAttribute("aria-activedescendant", options()[place].id);
    else field.removeAttribute("aria-activedescendant");
  };
  const offer = async () => {
    const mine = ++latest;
    try {
      const response = await fetch(`${field.dataset.suggest}&q=${encodeURIComponent(field.value)}`);
      const told = await response.json();
      if (mine !== latest || document.activeElement !== field) return;
      list.replaceChildren(
        ...told.pages.map((page, place) => {
          const option = document.createElement("li");
          Object.assign(option, { id: `suggestion-${place}`, role: "option", textContent: page.title });
          option.dataset.address = page.address;
          option.setAttribute("aria-selected", "false");
          option.addEventListener("mousedown", (event) => {
            event.preventDefault();
            location.assign(page.address);
          });
          return option;
        }),
      );
      list.hidden = !told.pages.length;
      field.setAttribute("aria-expanded", String(!list.hidden));
    } catch {
      close(); // without suggestions the search still works
    }
  };
  field.addEventListener("input", offer);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.key === "Escape") close();
    else if (event.key === "ArrowDown" && list.hidden) offer();
    else if (list.hidden || event.isComposing) return;
    else if (event.key === "ArrowDown") choose((chosen() + 1) % count);
    else if (event.key === "ArrowUp") choose((chosen() + count - (chosen() < 0 ? 0 : 1)) % count);
    else if (event.key === "Enter" && chosen() >= 0) location.assign(options()[chosen()].dataset.address);
    else return;
    event.preventDefault();
  });
}

function furnish() {
  for (const form of document.querySelectorAll("form[data-ask]"))
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (form.getAttribute("aria-busy") !== "true") send(form, event.submitter);
    });
  for (const text of document.querySelectorAll("form[data-ask] textarea"))
    text.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) text.form.requestSubmit();
    });
  for (const link of document.querySelectorAll("a[data-swap]"))
    link.addEventListener("click", (event) => {
      event.preventDefault();
      open(link.getAttribute("href"), { focus: false }).then(() => document.querySelector(".views a")?.focus());
    });
  for (const field of document.querySelectorAll("[data-suggest]")) suggesting(field);
  claims();
  ticks();
  tools();
}

function dropping() {
  const field = () => document.querySelector("form[data-ask] input[type=file]");
  const veil = () => document.querySelector("[data-drop]");
  const files = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!files(event) || !field()) return;
    event.preventDefault();
    if (veil()) veil().hidden = false;
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget && veil()) veil().hidden = true;
  });
  document.addEventListener("drop", (event) => {
    if (veil()) veil().hidden = true;
    if (!files(event) || !field()) return;
    event.preventDefault();
    field().files = event.dataTransfer.files;
    field().form.requestSubmit();
  });
}

let unfolded = [];
addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("details:not([open])")];
  for (const folded of unfolded) folded.open = true;
});
addEventListener("afterprint", () => {
  for (const folded of unfolded) folded.open = false;
});
addEventListener("popstate", () => {
  if (where() !== shown) location.reload(); // else only the place on the page is another
});
furnish();
dropping();
