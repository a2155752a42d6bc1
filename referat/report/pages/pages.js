// The pages of a matter, a body and a meeting: load the script with the record that the address names, and show it.
// Text of minutes only ever becomes text: elements are made one by one, never from HTML.
"use strict";

const settings = JSON.parse(document.getElementById("settings").textContent);
const words = settings.words;
const main = document.getElementById("main");

// --- Elements, texts, addresses ---

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

const fill = (phrase, parts) => phrase.replace(/\{(\w+)\}/g, (_, name) => parts[name]);
const address = (page, id, item) =>
  `${page}.html?id=${encodeURIComponent(id)}` + (item ? `#${encodeURIComponent(item)}` : "");
const itemId = (meeting, rest) => (rest.startsWith(":") ? meeting + rest : rest);
const link = (page, id, text, item) => make("a", { href: address(page, id, item) }, text);
const titleOf = (title, closed) => title || (closed ? words.closed_item : words.untitled);

function shortDay(iso) {
  if (!iso) return "";
  const [year, month, day] = iso.split("-");
  return words.day_pattern.replace("y", year).replace("MM", month).replace("dd", day);
}

function longDay(iso) {
  if (!iso) return "";
  return new Intl.DateTimeFormat(settings.locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(iso));
}

function linesOf(source, lines) {
  if (!lines || lines[0] === null) return source;
  const [first, last] = lines;
  return `${source}, ` + fill(last && last !== first ? words.lines : words.line, { first, last });
}

// A line of a source; a link where the document has a page.
function sourceLink(source, lines, document) {
  const text = linesOf(source, lines);
  return document ? link("text", document, text, lines && lines[0] !== null ? `L${lines[0]}` : null) : text;
}

// --- Data ---

let received = null;
function receive(data) {
  received = data;
}

function load(name) {
  return new Promise((done, failed) => {
    const script = make("script", { src: `follow/${name}.js` });
    script.onload = () => done(received);
    script.onerror = () => failed(new Error(name));
    document.head.append(script);
  });
}

function shardOf(id, shards) {
  let place = 0;
  for (const letter of id) place = (place * 31 + letter.codePointAt(0)) % 4294967296;
  return place % shards;
}

async function recordOf(kind, id) {
  const records = await load(`${kind}-${shardOf(id, settings.shards[kind])}`);
  return Object.hasOwn(records, id) ? records[id] : null;
}

// --- Parts of pages ---

function show(title, crumbs, ...children) {
  document.title = title;
  const trail = crumbs.flatMap((crumb) => [crumb, make("span", { "aria-hidden": "true" }, " › ")]);
  document.getElementById("crumbs").replaceChildren(...trail, make("span", { "aria-current": "page" }, title));
  main.replaceChildren(...children.flat(Infinity).filter(Boolean));
}

const badge = (text, family) => make("span", { class: "badge", "data-family": family }, text);
const typeBadge = (type) => badge(...settings.types[type]);

// A table of rows; a column in which no row has anything is left out.
function table(allHeadings, allRows) {
  const used = allHeadings.map((_, place) => allRows.some((cells) => cells[place] !== ""));
  const headings = allHeadings.filter((_, place) => used[place]);
  const rows = allRows.map((cells) => cells.filter((_, place) => used[place]));
  const head = make("thead", {}, make("tr", {}, headings.map((text) => make("th", { scope: "col" }, text))));
  const body = rows.map((cells) =>
    make("tr", {}, cells.map((cell, place) => make("td", { "data-label": headings[place] }, cell))));
  return make("table", { class: "cards" }, head, make("tbody", {}, body));
}

// Give the tables of an element its title, which a screen reader says when it comes to them.
function named(element, title) {
  element.querySelectorAll("table").forEach((part) => part.setAttribute("aria-label", title));
  return element;
}

const section = (title, ...children) => named(make("section", {}, make("h2", {}, title), ...children), title);

function marked([text, start, end]) {
  if (end === undefined) return make("p", { class: "text" }, text);
  const letters = Array.from(text); // offsets count letters as Python does
  const part = (from, to) => letters.slice(from, to).join("");
  return make("p", { class: "text" }, part(0, start), make("mark", {}, part(start, end)), part(end));
}

// --- A matter ---

function lanes(items) {
  const days = items.map((item) => Date.parse(item.date)).filter((day) => !Number.isNaN(day));
  const first = Math.min(...days), span = Math.max(...days) - first;
  if (new Set(days).size < 2) return null;
  const at = (day) => 2 + (96 * (day - first)) / span;
  const bodies = [...new Set(items.map((item) => item.body))];
  const years = [];
  for (let year = new Date(first).getUTCFullYear() + 1; Date.UTC(year, 0, 1) <= first + span; year++) {
    years.push(make("span", { class: "year", style: `left:${at(Date.UTC(year, 0, 1))}%` }, String(year)));
  }
  const rows = bodies.map((body) => {
    let before = -Infinity, level = 0;
    const dots = items.filter((item) => item.body === body && item.date).map((item) => {
      const place = at(Date.parse(item.date));
      level = place - before < 3 ? level + 1 : 0;
      before = place;
      const [type, family] = settings.types[item.type];
      const name = `${item.day}: ${type}`;
      return make("a", { class: "dot", "data-family": family, href: `#${encodeURIComponent(item.id)}`, title: name,
        "aria-label": `${body}, ${name}`, style: `left:${place}%;margin-top:${-(level % 3) * 7}px` });
    });
    return [make("span", { class: "lane-name" }, body || ""), make("span", { class: "lane" }, dots)];
  });
  const families = [...new Set(items.map((item) => settings.types[item.type][1]))];
  const key = families.map((family) =>
    make("span", {}, make("i", { class: "dot", "data-family": family }), settings.families[family]));
  const axis = [make("span", { class: "lane-name" }), make("span", { class: "lane years" }, years)];
  return make("figure", { class: "lanes", "aria-label": words.lanes },
    make("div", { class: "lane-grid" }, rows, axis), make("p", { class: "key" }, key));
}

function recommended(groups) {
  if (!groups || !groups.length) return null;
  return make("div", { class: "recommended" }, make("h4", {}, words.recommendation), groups.map(([who, points]) => [
    who ? make("p", { class: "who" }, fill(words.recommends, { who })) : null,
    points.length > 1 ? make("ol", {}, points.map((point) => make("li", {}, point))) : make("p", { class: "text" }, points[0]),
  ]));
}

function decided(item) {
  const texts = item.decisions ? item.decisions.map(marked) : [make("p", { class: "none" }, words.no_decision)];
  const earlier = (item.earlier || []).map((row) =>
    make("details", {}, make("summary", {}, [words.earlier, row[0], longDay(row[1])].filter(Boolean).join(" · ")), marked(row[2])));
  return make("div", { class: "decided" }, make("h4", {}, words.decision), texts, earlier);
}

function attached(files) {
  if (!files || !files.length) return null;
  const entries = files.map(([title, url]) => {
    const name = title || words.untitled;
    return make("li", {}, url ? make("a", { href: url, rel: "noreferrer" }, name) : name);
  });
  return make("details", { class: "files" }, make("summary", {}, `${words.attachments} (${files.length})`), make("ul", {}, entries));
}

function appearance(item) {
  const head = [link("meeting", item.meeting, item.day), " · ", link("body", item.body_id, item.body || "")];
  const label = item.label ? `${words.item} ${item.label}: ` : "";
  return make("article", { id: item.id, tabindex: "-1" },
    make("p", { class: "when" }, head),
    make("h3", {}, label + titleOf(item.title, item.closed)),
    make("p", {}, typeBadge(item.type), item.closed ? badge(words.closed) : null,
      item.return ? badge(item.return) : null),
    make("div", { class: "beside" }, decided(item), recommended(item.recommended)),
    attached(item.attachments),
    make("p", { class: "source" }, `${words.source}: `, sourceLink(item.source, item.lines, item.document),
      item.url ? [" · ", make("a", { href: item.url, rel: "noreferrer" }, words.at_municipality)] : null));
}

function related(matterId, row) {
  const end = (part) => make("span", {},
    part.matter === matterId ? make("a", { href: `#${encodeURIComponent(part.item)}` }, part.title || words.closed_item)
      : link("matter", part.matter, part.title || words.closed_item, part.item),
    ` (${[part.body, longDay(part.date)].filter(Boolean).join(", ")})`);
  return make("li", {}, make("strong", {}, row.reason), ": ", end(row.earlier), " → ", end(row.later),
    row.evidence ? make("q", {}, row.evidence) : null);
}

function showMatter(id, matter) {
  for (const item of matter.items) {
    [item.body_id, item.body] = matter.bodies[item.body];
    item.id = itemId(item.meeting, item.id);
    item.day = longDay(item.date);
    for (const name of ["recommended", "attachments"]) {
      if (typeof item[name] === "number") item[name] = matter.items[item[name]][name];
    }
  }
  const title = titleOf(matter.title, matter.items.every((item) => item.closed));
  const numbers = matter.numbers.length ? `${words.numbers}: ${matter.numbers.join(", ")}` : words.no_number;
  show(title, [make("a", { href: "search.html" }, words.search)],
    make("h1", {}, title),
    make("p", { class: "under" }, [numbers, matter.municipality].filter(Boolean).join(" · ")),
    make("div", { class: "answer", "data-state": matter.state }, matter.sentences.map((text) => make("p", {}, text)),
      matter.words ? make("p", {}, `${words.in_words}: `, make("q", {}, matter.words)) : null),
    lanes(matter.items),
    section(words.course, matter.items.map(appearance)),
    matter.links.length ? section(words.related, make("ul", { class: "related" }, matter.links.map((row) => related(id, row)))) : null);
}

// --- A body ---

function months(counts) {
  if (counts.length < 2) return null;
  const known = new Map(counts), bars = [];
  let [year, month] = counts[0][0].split("-").map(Number);
  const last = counts[counts.length - 1][0], most = Math.max(...counts.map((pair) => pair[1]));
  for (let name = counts[0][0]; name <= last; ) {
    const count = known.get(name) || 0;
    bars.push(make("span", { class: "bar", title: `${name}: ${count}`, style: `height:${(100 * count) / most}%` }));
    month = month === 12 ? 1 : month + 1;
    year += month === 1 ? 1 : 0;
    name = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
  }
  const caption = fill(words.months_caption, { first: counts[0][0], last, most });
  return make("figure", { class: "months" }, make("div", { class: "bars", role: "img", "aria-label": caption }, bars),
    make("figcaption", {}, caption));
}

function matterRows(rows) {
  const cells = rows.map(([id, title, numbers, last, times, state]) =>
    [link("matter", id, title || words.closed_item), numbers, shortDay(last), String(times), state || ""]);
  return table([words.column_title, words.column_number, words.column_last, words.column_times, words.column_state], cells);
}

function longTable(title, rows, view, shown) {
  if (!rows.length) return null;
  const place = make("div", { class: "table" }, view(rows.slice(0, shown)));
  if (rows.length <= shown) return section(title, place);
  const more = make("button", { type: "button" }, fill(words.show_all, { count: rows.length.toLocaleString(settings.locale) }));
  more.addEventListener("click", () => {
    place.replaceChildren(view(rows));
    named(place, title);
    more.remove();
    place.querySelectorAll("tbody tr")[shown].querySelector("a")?.focus();
  });
  return section(title, place, more);
}

function meetingRows(rows) {
  const cells = rows.map(([id, date, items, closed, present, known, kind]) =>
    [link("meeting", id, shortDay(date) || id), String(items), String(closed), known ? `${present}/${known}` : "", kind]);
  return table([words.column_date, words.column_items, words.column_closed, words.column_present, words.column_kind], cells);
}

function showBody(id, body) {
  const tiles = body.tiles.map(([number, text, more]) =>
    make("li", {}, make("strong", {}, number), make("span", {}, text), make("small", {}, more)));
  const owes = body.owes.map(([matter, title, numbers, since, later]) =>
    [link("matter", matter, title || words.closed_item), numbers, shortDay(since), String(later)]);
  const byLast = [...body.matters].sort((a, b) => a[6] - b[6] || (b[3] || "").localeCompare(a[3] || ""));
  show(body.name, [make("a", { href: "body.html" }, words.bodies)],
    make("h1", {}, body.name),
    make("p", { class: "under" }, [body.municipality, `${body.first} – ${body.last}`].filter(Boolean).join(" · ")),
    make("ul", { class: "tiles" }, tiles),
    months(body.months),
    owes.length ? section(words.owes, make("p", {}, words.owes_how), make("div", { class: "table" },
      table([words.column_title, words.column_number, words.column_since, words.column_met], owes))) : null,
    longTable(words.meetings, body.meetings, meetingRows, 12),
    longTable(words.matters, byLast, matterRows, 12),
    longTable(words.attendance, body.people, (rows) => table([words.column_person, words.column_present],
      rows.map(([person, present, known]) => [person, `${present}/${known}`])), 30));
}

function showBodies(bodies) {
  const rows = bodies.map(([id, name, municipality, count]) => [link("body", id, name), municipality || "", String(count)]);
  show(words.bodies, [], make("h1", {}, words.bodies),
    named(make("div", { class: "table" }, table([words.column_body, words.column_municipality, words.column_meetings], rows)), words.bodies));
}

// --- A meeting ---

function agendaRow(meeting, [rest, matter, label, title, number, type, closed]) {
  const item = itemId(meeting, rest);
  return [label, link("matter", matter || item, titleOf(title, closed), item), number || "", typeBadge(type),
    closed ? words.closed : ""];
}

function showMeeting(id, meeting) {
  const title = `${meeting.body || words.no_body}, ${meeting.day}`;
  const around = make("nav", { class: "around", "aria-label": words.other_meetings },
    meeting.before ? link("meeting", meeting.before[0], `← ${meeting.before[1]}`) : make("span"),
    meeting.after ? link("meeting", meeting.after[0], `${meeting.after[1]} →`) : make("span"));
  const people = meeting.people.map(([status, names]) => [make("dt", {}, `${status} (${names.length})`), make("dd", {}, names.join("; "))]);
  const changes = meeting.changes.map(([labels, person, status]) =>
    make("li", {}, `${person}, ${status}${labels ? `: ${words.item.toLowerCase()} ${labels}` : ""}`));
  const documents = meeting.documents.map(([source, kind, first, last, used, url, page]) =>
    make("li", {}, sourceLink(source, [first, last], page), ` (${kind}${used === false ? `, ${words.unused}` : ""})`,
      url ? [" · ", make("a", { href: url, rel: "noreferrer" }, words.at_municipality)] : null));
  const problems = meeting.problems.map(([severity, line, message]) =>
    make("li", {}, `${severity}${line ? `, ${fill(words.line, { first: line })}` : ""}: ${message}`));
  show(title, [link("body", meeting.body_id, meeting.body || words.no_body)],
    make("h1", {}, title), around,
    make("dl", { class: "facts" }, meeting.facts.map(([name, value]) => [make("dt", {}, name), make("dd", {}, value)])),
    section(words.agenda, meeting.agenda.length ? make("div", { class: "table" },
      table([words.column_label, words.column_title, words.column_number, words.column_type, words.column_closed], meeting.agenda.map((row) => agendaRow(id, row))))
      : make("p", {}, words.no_items)),
    section(words.attendance, people.length ? make("dl", { class: "people" }, people) : make("p", {}, words.no_attendance),
      changes.length ? [make("h3", {}, words.changes), make("ul", {}, changes)] : null),
    section(words.documents, make("ul", {}, documents)),
    problems.length ? section(words.problems, make("ul", {}, problems)) : null);
}

// --- The text of a document ---

function textSection([heading, text, first, last], item) {
  const lines = fill(last && last !== first ? words.lines : words.line, { first, last });
  return make("div", { class: "lined", id: first === item.lines[0] ? null : `L${first}`, "data-last": last, tabindex: "-1" },
    make("p", { class: "line" }, make("a", { href: `#L${first}` }, lines)),
    make("div", {}, heading ? make("h3", {}, heading) : null, make("p", { class: "text" }, text)));
}

function textItem(item) {
  const label = item.label ? `${words.item} ${item.label}: ` : "";
  return make("section", { id: `L${item.lines[0]}`, "data-last": item.lines[1], tabindex: "-1" },
    make("h2", {}, label, link("matter", item.matter, titleOf(item.title, 0), item.id)), item.sections.map((part) => textSection(part, item)));
}

function showText(id, text) {
  show(text.source, [link("meeting", text.meeting, [text.body || words.no_body, longDay(text.date)].join(", "))],
    make("h1", {}, text.source), make("p", { class: "under" }, words.text_how), text.items.map(textItem));
}

// The part that a line lies in, where no part begins at it.
function partOf(anchor) {
  const line = Number((/^L(\d+)$/.exec(anchor) || [])[1]);
  const holds = (part) => Number(part.id.slice(1)) <= line && line <= Number(part.dataset.last);
  return [...main.querySelectorAll("[data-last]")].filter(holds).pop();
}

// --- Which page ---

const PAGES = { matter: ["matters", showMatter], body: ["bodies", showBody], meeting: ["meetings", showMeeting],
  text: ["texts", showText] };

function goTo(anchor) {
  const target = anchor && (document.getElementById(anchor) || partOf(anchor));
  if (!target) return;
  target.scrollIntoView();
  target.focus({ preventScroll: true });
}

async function start() {
  const page = document.body.dataset.page;
  if (!(page in PAGES)) return;
  const id = new URLSearchParams(location.search).get("id");
  const [kind, view] = PAGES[page];
  if (!id && page !== "matter" && page !== "text") return showBodies(await load("body-list"));
  const record = id ? await recordOf(kind, id) : null;
  if (record) {
    view(id, record);
    goTo(decodeURIComponent(location.hash.slice(1)));
  } else {
    show(words.not_here, [], make("h1", {}, words.not_here), make("p", {}, make("a", { href: "search.html" }, words.search_instead)));
  }
}

window.addEventListener("hashchange", () => goTo(decodeURIComponent(location.hash.slice(1))));
start().catch(() => show(words.broken, [], make("h1", {}, words.broken), make("p", {}, words.broken_how)))
  .finally(() => document.body.setAttribute("data-ready", ""));
