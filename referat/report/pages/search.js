// The search page: all agenda items in one table (DataTables), with a box, filters, sorting and download.
"use strict";

(() => {
  const data = received;
  const form = document.getElementById("filters");
  const CLOSED = 7, TEXT = 9, KIND = 10;
  const family = (type) => settings.types[type][1];
  const FILTERS = {
    municipality: (row) => data.meetings[row[2]][3] || "",
    body: (row) => data.meetings[row[2]][2] || "",
    year: (row) => (data.meetings[row[2]][1] || "").slice(0, 4),
    type: (row) => data.types[row[6]][0],
    kind: (row) => data.kinds[row[KIND]][0],
    closed: (row) => (row[CLOSED] ? "yes" : "no"),
    state: (row) => data.states[row[8]][0] || "",
  };
  const NAMES = {
    type: new Map(data.types), state: new Map(data.states),
    kind: new Map(data.kinds), closed: new Map([["yes", words.closed], ["no", words.open]]),
  };

  // --- Filters and the address, which keeps them for the way back ---

  function fillSelects() {
    for (const [name, valueOf] of Object.entries(FILTERS)) {
      const select = form.elements[name];
      const values = [...new Set(data.rows.map(valueOf))].filter(Boolean).sort((a, b) => a.localeCompare(b));
      if (name === "year") values.reverse();
      for (const value of values) {
        const option = make("option", { value }, (NAMES[name] && NAMES[name].get(value)) || value);
        select.append(option);
      }
      if (name === "type") addFamilies(select, values);
      if (values.length < 2) select.closest("label").hidden = true;
    }
  }

  // Above the types of decisions their families, where one holds several types.
  function addFamilies(select, types) {
    const names = types.map(family);
    for (const name of Object.keys(settings.families).filter((each) => names.indexOf(each) < names.lastIndexOf(each)).reverse()) {
      select.options[0].after(make("option", { value: `family:${name}` }, fill(words.any_of, { family: settings.families[name] })));
    }
  }

  function select(name, value) {
    const field = form.elements[name], kind = value.replace(/^family:/, "");
    field.value = value;
    if (name === "type" && !field.value) field.value = data.types.map(([type]) => type).find((type) => family(type) === kind) || "";
  }

  function readAddress() {
    const asked = new URLSearchParams(location.hash.slice(1) || location.search);
    for (const [name, value] of asked) if (form.elements[name]) select(name, value);
  }

  function writeAddress() {
    const kept = new URLSearchParams([...new FormData(form)].filter((pair) => pair[1]));
    location.replace(`#${kept}`);
  }

  // What the form asks for, read once and not for every row.
  let first = "", last = "", filters = [];
  function readForm() {
    [first, last] = [form.elements.from.value, form.elements.to.value];
    filters = Object.entries(FILTERS).map(([name, valueOf]) => [name, form.elements[name].value, valueOf]).filter((part) => part[1]);
  }

  function wanted(row) {
    const day = data.meetings[row[2]][1] || "";
    if ((first && day < first) || (last && day > last)) return false;
    return filters.every(([name, value, valueOf]) =>
      valueOf(row) === value || (name === "type" && value === `family:${family(valueOf(row))}`));
  }

  // --- The table ---

  // A spreadsheet takes a text that begins so for a formula.
  const exported = (text) => (/^\s*[=+\-@]|^[\t\r]/.test(text || "") ? `'${text}` : text || "");
  const escaped = (text) => make("i", {}, text).innerHTML;
  const cell = (display, plain) => (_, type, row) => (type === "display" ? display(row) : type === "export" ? exported(plain(row)) : plain(row));
  const plainCell = (plain) => cell((row) => escaped(plain(row)), plain);

  const body = (row) => data.meetings[row[2]][2] || "";
  const title = (row) => titleOf(row[4], row[CLOSED]);
  const state = (row) => data.states[row[8]][1] || "";
  const titleLink = (row) => make("span", {}, link("matter", data.matters[row[1]], title(row), itemId(data.meetings[row[2]][0], row[0]))).innerHTML +
    '<small class="snippet"></small>';
  const dayLink = (row) => make("span", {}, link("meeting", data.meetings[row[2]][0], shortDay(data.meetings[row[2]][1]))).innerHTML;

  const COLUMNS = [
    [words.column_date, cell(dayLink, (row) => data.meetings[row[2]][1] || "")],
    [words.column_body, plainCell(body)],
    [words.column_title, cell(titleLink, title)],
    [words.column_number, plainCell((row) => row[5] || "")],
    [words.column_type, plainCell((row) => data.types[row[6]][1])],
    [words.column_closed, plainCell((row) => (row[CLOSED] ? words.closed : ""))],
    [words.column_state, plainCell(state)],
    [words.decision_text, plainCell((row) => row[TEXT]), false],
  ].map(([heading, render, visible = true], place) => ({ title: heading, data: null, render, visible, type: "string", className: `c${place}` }));
  COLUMNS[6].visible = data.states.some((pair) => pair[0]);

  const tableWords = {
    info: words.table_info, infoEmpty: words.table_none, infoFiltered: "", zeroRecords: words.table_none,
    emptyTable: words.table_none, thousands: words.thousands,
    paginate: { first: "«", previous: "‹", next: "›", last: "»" },
    aria: { orderable: words.sort, orderableReverse: words.sort_reverse, orderableRemove: words.sort_remove,
      paginate: { first: words.first, previous: words.previous, next: words.next, last: words.last } },
  };

  // Below a title the decision, from shortly before the first word that was looked for.
  function snippet(text, asked) {
    const word = asked.toLowerCase().split(/\s+/).find((part) => part && text.toLowerCase().includes(part));
    const start = word ? Math.max(0, text.toLowerCase().indexOf(word) - 60) : 0;
    return (start ? "…" : "") + text.slice(start, start + 160) + (text.length > start + 160 ? "…" : "");
  }

  function showSnippets(table) {
    const asked = form.elements.q.value.trim();
    table.rows({ page: "current" }).every(function () {
      const row = this.data(), node = this.node();
      node.querySelector(".snippet").textContent = snippet(row[TEXT], asked);
      node.querySelectorAll("td").forEach((td) => td.setAttribute("data-label", COLUMNS[+td.className.match(/c(\d)/)[1]].title));
    });
  }

  fillSelects();
  readAddress();
  readForm();
  const place = document.getElementById("results-place");
  place.replaceChildren(make("table", { id: "results", class: "cards" }, make("caption", {}, words.search_caption)));
  const table = new DataTable("#results", {
    data: data.rows, columns: COLUMNS, order: [[0, "desc"]], pageLength: 25, autoWidth: false, language: tableWords,
    search: { search: form.elements.q.value },
    layout: { topStart: "info", topEnd: { buttons: [{ extend: "csv", text: words.csv, bom: true, fieldSeparator: words.csv_separator,
      filename: words.csv_name, exportOptions: { orthogonal: "export" } }] }, bottomStart: null, bottomEnd: "paging" },
    initComplete: function () { this.api().search.fixed("filters", (_, row) => wanted(row)); },
  });
  place.querySelectorAll("th").forEach((head) => head.setAttribute("scope", "col"));
  table.on("draw", () => {
    showSnippets(table);
    place.querySelector("nav")?.setAttribute("aria-label", words.result_pages);
  });
  table.draw();

  let waiting = 0;
  function update() {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      readForm();
      table.search(form.elements.q.value).draw();
      writeAddress();
    }, 120);
  }
  form.addEventListener("input", update);
  form.addEventListener("reset", () => setTimeout(update));
  form.addEventListener("submit", (event) => event.preventDefault());
  document.getElementById("crumbs").replaceChildren(make("span", { "aria-current": "page" }, words.search));
  document.body.setAttribute("data-ready", "");
})();
