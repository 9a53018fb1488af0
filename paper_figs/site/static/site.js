// Tables that sort, and inputs that choose a row of a table. Nothing is computed here, and nothing is asked for.
"use strict";

const make = (name, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};

// -- tables that sort ------------------------------------------------------------------------------------------------

// What a cell is sorted by: its number (1,234 or 1/3 or 0.5 ± 1e-9 or 12 %), else its words.
const sortKey = (cell) => {
  const text = (cell?.dataset.sort ?? cell?.textContent ?? "").trim();
  const found = text.match(/^[^\w.+-]*([+-]?[\d,]*\.?\d+(?:e[+-]?\d+)?)(?:\/(\d+))?(?![\w.-])/i);
  if (!found) return text === "" || text === "–" ? null : text.toLowerCase();
  return Number(found[1].replaceAll(",", "")) / Number(found[2] ?? 1);
};

// Numbers before words; what is empty is last, whichever way.
const compare = (a, b, sign) => {
  if (a === null || b === null) return (a === null) - (b === null);
  if (typeof a !== typeof b) return sign * (typeof a === "number" ? -1 : 1);
  return sign * (typeof a === "number" ? a - b : a.localeCompare(b, "en", { numeric: true }));
};

const sortBy = (table, head, column) => {
  const sign = head.getAttribute("aria-sort") === "ascending" ? -1 : 1;
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  head.setAttribute("aria-sort", sign > 0 ? "ascending" : "descending");
  for (const body of table.tBodies) {
    const rows = [...body.rows].map((row) => [sortKey(row.cells[column]), row]);
    body.append(...rows.sort(([a], [b]) => compare(a, b, sign)).map(([, row]) => row));
  }
};

const sortable = (table) => {
  if (table.tHead?.rows.length !== 1 || (table.tBodies[0]?.rows.length ?? 0) < 4) return;
  if (table.querySelector("td[colspan], td[rowspan]")) return;
  [...table.tHead.rows[0].cells].forEach((head, column) => {
    if (!head.textContent.trim()) return;
    const button = make("button", { type: "button", className: "sort" }, ...head.childNodes);
    button.addEventListener("click", () => sortBy(table, head, column));
    head.replaceChildren(button);
  });
  table.classList.add("sortable");
};

// -- inputs ----------------------------------------------------------------------------------------------------------

const enclosure = (number) => (number === null ? "–" : number[1] === "0" ? number[0] : `${number[0]} ± ${number[1]}`);

// The row of the chosen values; else the nearest that has the value chosen last: with most of the others, then with
// others that are next to those chosen in the list.
const nearest = (data, selects, last) => {
  const away = (row) => {
    const steps = selects.map((select, i) => {
      const texts = [...select.options].map((option) => option.text);
      return Math.abs(texts.indexOf(row[i]) - select.selectedIndex);
    });
    return [steps.filter(Boolean).length, steps.reduce((a, b) => a + b, 0)];
  };
  const able = data.rows.filter((row) => last < 0 || row[last] === selects[last].value);
  const first = (a, b) => a[0] - b[0] || a[1] - b[1];
  return able.map((row) => [away(row), row]).sort(([a], [b]) => first(a, b))[0];
};

const show = (data, selects, chosen, last) => {
  const [[others], row] = nearest(data, selects, last);
  const at = data.names.map((name, i) => `${name} = ${row[i]}`).join(", ");
  const [value, within, exact, ratio, note] = row.slice(data.names.length);
  const lines = [
    [others ? "nearest row" : "row", others ? `${at} (the chosen values have no row)` : at || "no parameters"],
    ["claimed", value === null ? "–" : `${data.relation} ${enclosure(value)}`.trim()],
    ["up to", within && enclosure(within)],
    ["exact", enclosure(exact)],
    ["claimed / exact", enclosure(ratio)],
    ["note", note],
  ];
  chosen.classList.toggle("elsewhere", others > 0);
  chosen.replaceChildren(
    ...lines.filter(([, text]) => text).flatMap(([name, text]) => [
      make("dt", { textContent: name }),
      make("dd", { textContent: text, className: name.replaceAll(/\W+/g, "-") }),
    ]),
  );
};

const allRows = (data) => {
  const some = [0, 1, 2, 3, 4].map((i) => data.rows.some((row) => row[data.names.length + i]));
  const heads = ["claimed", "up to", "exact", "claimed / exact", "note"].filter((_, i) => some[i]);
  const head = make("tr", {}, ...[...data.names, ...heads].map((name) => make("th", { scope: "col", textContent: name })));
  const rows = data.rows.map((row) => {
    const told = row.slice(data.names.length).filter((_, i) => some[i]);
    const texts = told.map((cell) => (typeof cell === "string" ? cell : enclosure(cell)));
    return make("tr", {}, ...[...row.slice(0, data.names.length), ...texts].map((text) => make("td", { textContent: text })));
  });
  const table = make("table", { className: "table" }, make("thead", {}, head), make("tbody", {}, ...rows));
  sortable(table);
  return make("div", { className: "wide" }, table);
};

const values = (place) => {
  const data = JSON.parse(place.querySelector("script").textContent);
  const form = place.querySelector("form");
  const chosen = place.querySelector(".chosen");
  const rest = place.querySelector("details");
  const selects = [...form.querySelectorAll("select")];
  selects.forEach((select, i) => {
    select.value = data.rows[0][i];
    select.addEventListener("change", () => show(data, selects, chosen, i));
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  rest.addEventListener("toggle", () => {
    if (!rest.querySelector("table")) rest.append(allRows(data));
    reachable();
  });
  show(data, selects, chosen, -1);
  for (const part of [form, chosen, rest]) part.hidden = false;
  form.hidden = selects.length === 0;
};

// -- what is wider than the page scrolls in itself, also by keyboard --------------------------------------------------

const SCROLL = ".wide, .formula, .pst-scrollable-table-container, .tree, pre, .bd-article p:has(> math)";

const look = () => {
  const places = [...document.querySelectorAll(SCROLL)].map((place) => [place, place.scrollWidth > place.clientWidth + 1]);
  for (const [place, wide] of places) {
    if (wide) place.tabIndex = 0;
    else if (place.tabIndex === 0) place.removeAttribute("tabindex");
  }
};

let waiting = 0;
const reachable = () => {
  waiting ||= requestAnimationFrame(() => {
    waiting = 0;
    look();
  });
};

const begin = () => {
  document.querySelectorAll(".bd-article table").forEach(sortable);
  document.querySelectorAll('.values > script[type="application/json"]').forEach((data) => values(data.parentElement));
  document.addEventListener("toggle", reachable, true); // what was folded had no width
  window.addEventListener("resize", reachable);
  look();
  document.documentElement.dataset.ready = "yes";
};

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
