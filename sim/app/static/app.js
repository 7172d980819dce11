/* Saves each field when it is left, and shows progress as it comes. Without it every page works. */
"use strict";

(function () {
  const summary = document.querySelector(".summary");
  if (summary) summary.focus();

  /** Take over a saved page, but no field that is being typed in or that waits to be saved. */
  function swap(page, unsaved) {
    for (const old of document.querySelectorAll("[data-cell]")) {
      const now = page.querySelector(`[data-cell="${CSS.escape(old.dataset.cell)}"]`);
      if (!now || unsaved.has(old.dataset.cell)) continue;
      old.className = now.className;
      if (!old.contains(document.activeElement)) old.innerHTML = now.innerHTML;
    }
    for (const old of document.querySelectorAll("[data-live]")) {
      const now = page.querySelector(`[data-live="${old.dataset.live}"]`);
      if (!now) continue;
      if (old.tagName === "INPUT") old.value = now.value;
      else old.innerHTML = now.innerHTML;
    }
    const errors = page.getElementById("errors");
    const here = document.getElementById("errors");
    if (errors && here) here.innerHTML = errors.innerHTML;
  }

  /** Replace a part of the list of runs if it has changed, and keep the focus near where it was. */
  function renew(old, now) {
    if (!old || old.innerHTML === now.innerHTML) return false;
    const focused = old.contains(document.activeElement);
    old.replaceWith(now);
    if (focused) (now.querySelector("a, button") || document.querySelector("main")).focus();
    return true;
  }

  for (const list of document.querySelectorAll("[data-events]")) {
    const said = document.querySelector("[data-progress]");
    const runs = (from) => [...from.querySelectorAll("[data-run]")].map((e) => e.dataset.run).join();
    const source = new EventSource(list.dataset.events);
    source.addEventListener("message", (event) => {
      const page = new DOMParser().parseFromString(event.data, "text/html");
      if (runs(list) !== runs(page)) list.replaceChildren(...page.body.childNodes);
      for (const card of page.querySelectorAll("[data-run]")) {
        const here = list.querySelector(`[data-run="${card.dataset.run}"]`);
        for (const part of card.querySelectorAll("[data-part]")) {
          const old = here.querySelector(`[data-part="${part.dataset.part}"]`);
          const before = old.dataset.say;
          if (renew(old, part) && said && part.dataset.say !== before) {
            said.textContent = part.dataset.say;
          }
        }
      }
      if (!list.querySelector("[data-going]")) source.close();
    });
    source.addEventListener("error", () => {
      if (!list.querySelector("[data-going]")) source.close();  // else the browser asks again
    });
  }

  /** What was saved, and what is still to be mended. */
  function saidOf(isSaved, page, wrong) {
    if (!isSaved) return "Not saved: see what is marked in red.";
    if (wrong) return "Saved as it is, but it has to be mended before a run: see what is marked in red.";
    const faults = page.querySelectorAll("#errors .summary li").length;
    if (!faults) return "Saved.";
    return `Saved. ${faults === 1 ? "One fault is" : `${faults} faults are`} still to be mended.`;
  }

  for (const form of document.querySelectorAll("form[data-autosave]")) {
    const said = form.querySelector("[data-said]");
    let saving = Promise.resolve();
    const unsaved = new Set();
    let waiting = 0;  // saves that are asked for
    let leaving = false;

    async function save() {
      if (!unsaved.size) return;  // several cells that were changed at once are saved together
      if (said) said.textContent = "Saving …";
      const fields = new FormData(form);
      for (const field of form.querySelectorAll("[data-plain]")) fields.delete(field.name);
      const sent = [...unsaved];
      unsaved.clear();
      let answer;
      try {
        answer = await fetch(form.getAttribute("action"), {
          method: "POST",
          body: new URLSearchParams(fields),
          keepalive: true,  // what was entered is saved even if the page is left at once
        });
      } catch (error) {
        for (const name of sent) unsaved.add(name);
        if (said) said.textContent = "Not saved: the app does not answer. Is it still running?";
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const isSame = page.querySelector(`form[action="${form.getAttribute("action")}"][data-autosave]`);
      if (!answer.ok && !isSame) {
        document.title = page.title;
        document.querySelector("main").replaceWith(page.querySelector("main"));
        document.querySelector("main").focus();
        return;
      }
      swap(page, unsaved);
      document.title = page.title;
      if (!answer.ok) for (const name of sent) unsaved.add(name);
      const wrong = sent.map((name) => document.getElementById(`${name}-wrong`)).find(Boolean);
      if (wrong) wrong.scrollIntoView({block: "nearest", inline: "center"});
      if (said) said.textContent = saidOf(answer.ok, page, wrong);
    }

    form.addEventListener("change", (event) => {
      if (event.target.hasAttribute("data-plain")) return;
      unsaved.add(event.target.name);
      waiting += 1;
      saving = saving.then(save).finally(() => { waiting -= 1; });
    });
    form.addEventListener("submit", (event) => {
      if (!waiting) { leaving = true; return; }
      event.preventDefault();  // what is being saved makes a new revision, which the form needs
      const pressed = event.submitter;
      const again = () => [...form.elements].find(
        (each) => each.name === pressed.name && each.value === pressed.value);
      saving.then(() => form.requestSubmit(pressed.isConnected ? pressed : again()));
    });
    window.addEventListener("beforeunload", (event) => {
      if (unsaved.size && !leaving) event.preventDefault();
    });
  }

  /** A cell that a link leads to is shown with the headings of its grid. */
  function showHeadings() {
    const cell = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const grid = cell && cell.closest(".grid");
    if (grid) grid.scrollIntoView({block: "start"});
  }
  window.addEventListener("hashchange", showHeadings);
  window.addEventListener("load", showHeadings);

  /** Beside an amount: the unit of what is chosen. */
  for (const hint of document.querySelectorAll("[data-hint-of]")) {
    const choice = document.getElementById(hint.dataset.hintOf);
    const target = choice.form.elements.target.closest(".field");
    const say = () => {
      const row = choice.form.querySelector(`[data-lever="${CSS.escape(choice.value)}"] dd`);
      if (row) hint.textContent = row.textContent;
      target.hidden = choice.value !== "move";
    };
    choice.addEventListener("change", say);
    say();
  }
})();
