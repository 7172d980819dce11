/* Lets the cells of a grid be used as those of a spreadsheet. Without it every cell is a field. */
"use strict";

(function () {
  const GRID = ".grid tbody";
  const undone = [];  // groups of changes, the last at the end: each the name of a cell, and its text before
  const at = new WeakMap();  // what stood in a field when it was entered

  const fieldOf = (cell) => cell && cell.querySelector("input[type=text]");
  const isIn = (field) => field.matches && field.matches(`${GRID} input[type=text]`);

  /** The field so many rows and columns away; none outside of the grid, or where no text can be entered. */
  function away(field, rows, columns) {
    const cell = field.closest("td");
    const every = [...field.closest("tbody").rows];
    const row = every[every.indexOf(cell.parentElement) + rows];
    return row && fieldOf(row.cells[cell.cellIndex + columns]);
  }

  function go(field) {
    if (!field) return;
    field.focus();
    field.select();
  }

  function say(field, words) {
    const said = field.form.querySelector("[data-said]");
    if (said) said.textContent = words;
  }

  function put(field, text) {
    field.value = text;
    at.set(field, text);
    field.dispatchEvent(new Event("change", {bubbles: true}));
  }

  document.addEventListener("focusin", (event) => {
    if (isIn(event.target)) at.set(event.target, event.target.value);
  });

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!isIn(field) || !event.isTrusted || at.get(field) === field.value) return;
    undone.push([[field.id, at.get(field)]]);
    at.set(field, field.value);
  });

  document.addEventListener("paste", (event) => {
    const field = event.target;
    const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
    if (!isIn(field) || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    const group = [];
    for (const [row, line] of text.split(/\r?\n/).entries()) {
      for (const [column, words] of line.split("\t").entries()) {
        const to = away(field, row, column);
        if (!to) {
          say(field, "Nothing was pasted: it is larger than the table from this cell on, or covers a cell with a page of its own.");
          return;
        }
        if (to.value !== words.trim()) group.push([to, words.trim()]);
      }
    }
    undone.push(group.map(([to]) => [to.id, to.value]));
    for (const [to, words] of group) put(to, words);
  });

  function undo(event) {
    const field = event.target;
    if (at.get(field) !== field.value || !undone.length) return;  // the browser takes back what is typed
    event.preventDefault();
    const group = undone.pop().map(([name, text]) => [document.getElementById(name), text]);
    for (const [to, text] of group) if (to) put(to, text);
    if (group.length) go(group[0][0]);
  }

  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!isIn(field) || event.altKey || event.isComposing) return;
    if (event.ctrlKey || event.metaKey) {
      if (event.key.toLowerCase() === "z" && !event.shiftKey) undo(event);
      return;
    }
    const down = {Enter: event.shiftKey ? -1 : 1, ArrowDown: 1, ArrowUp: -1}[event.key];
    if (down) {
      event.preventDefault();
      const next = away(field, down, 0);
      if (next) go(next);
      else if (event.key === "Enter") { field.blur(); go(field); }
    } else if (event.key === "Escape" && at.has(field)) {
      field.value = at.get(field);
    }
  });
})();
