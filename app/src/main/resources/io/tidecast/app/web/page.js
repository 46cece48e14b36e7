// The live page: one stream of events, drawn once a frame however many came.

import { ask, keepToken, listen } from './stream.js';
import { createList } from './list.js';
import { createCharts, theme } from './chart.js';
import { drawTopology } from './topology.js';

const $ = (id) => document.getElementById(id);
const HISTORY = 512;
const PAGE = 1000;
const ARRANGE_MS = 1000;
const EXPLAIN_MS = 5000;
const EVENTS = 50;

const list = createList($('list'), choose);
const charts = createCharts({ main: $('chart'), errors: $('errors'), covers: $('covers') });
let chosen = '';
let field = '';
/** The history of the chosen field; null: not yet, what comes before it is early. */
let shown = null;
let early = [];
let stop = () => {};
let asked = new AbortController();
let dirty = { rows: false, points: false };
let arranged = 0;
let explained = 0;
let frame = 0;

function number(value) {
  if (value === null || value === undefined) {
    return '–';
  }
  const digits = Math.abs(value) >= 1000 ? 0 : Math.abs(value) >= 100 ? 1 : Math.abs(value) >= 1 ? 2 : 4;
  return value.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: Math.min(digits, 2) });
}

const percent = (value) => (value === null || value === undefined ? '–' : (100 * value).toFixed(0) + ' %');

function show(id, text, value) {
  const element = $(id);
  if (element.textContent !== text) {
    element.textContent = text;
  }
  if (value !== undefined) {
    element.dataset.value = value;
  }
}

/** Everything that has come since the last frame, at once. */
function schedule() {
  if (frame) {
    return;
  }
  frame = requestAnimationFrame((now) => {
    frame = 0;
    if (dirty.rows) {
      dirty.rows = false;
      if (now - arranged > ARRANGE_MS) {
        arranged = now;
        list.arrange();
      } else {
        list.draw();
      }
      offer();
    }
    if (dirty.points) {
      dirty.points = false;
      charts.draw();
      figures();
      if (now - explained > EXPLAIN_MS) {
        explained = now;
        explain();
      }
    }
    document.body.dataset.frames = Number(document.body.dataset.frames || 0) + 1;
  });
}

/** The numbers of the chosen field. */
function figures() {
  if (!shown) {
    return;
  }
  const { level, skill } = shown;
  const { actual, mae, lastValueMae, coverage } = shown.points[shown.points.length - 1];
  const next = shown.ahead[0];
  show('actual', number(actual), actual);
  show('next', number(next.value), next.value);
  show('interval', `${number(next.lower)} to ${number(next.upper)}`, `${next.lower} ${next.upper}`);
  show('interval-name', `${percent(level)} interval`);
  show('skill', percent(skill), skill);
  show('coverage', percent(coverage), coverage);
  const badge = $('badge');
  badge.hidden = false;
  badge.textContent = { WARMING_UP: 'warming up', OK: 'learnt', STALE: 'stale: value missing' }[shown.status] || shown.status;
  badge.classList.toggle('good', shown.status === 'OK');
  const name = $('fields').hidden ? chosen : `${chosen}, ${field}`;
  $('chart').setAttribute('aria-label',
    `${name}: actual ${number(actual)}, next forecast ${number(next.value)}, between ${number(next.lower)} and ${number(next.upper)}`);
  $('errors').setAttribute('aria-label', `${name}: mean absolute error ${number(mae)}, of the last value ${number(lastValueMae)}`);
  $('covers').setAttribute('aria-label', `${name}: ${percent(coverage)} of the readings lay in their interval, ${percent(level)} should`);
}

/** Offers the fields of the chosen series, where there is a choice. */
function offer() {
  const row = list.get(chosen);
  if (!row) {
    return;
  }
  if (!row.fields.includes(field)) {
    choose(chosen);
    return;
  }
  const select = $('field');
  const names = row.fields.join('\n');
  if (select.dataset.names !== names) {
    select.dataset.names = names;
    select.replaceChildren(...row.fields.map((name) => new Option(name)));
    $('fields').hidden = $('several').hidden = row.fields.length < 2;
  }
  if (select.value !== field) {
    select.value = field;
  }
}

/** Shows a field of a series, if that is still there: the wanted one, or else its first. */
async function choose(key, wanted = field) {
  const fields = list.get(key)?.fields ?? [];
  const other = fields.includes(wanted) ? wanted : fields[0];
  if (!other || (key === chosen && other === field)) {
    return;
  }
  $('announce').textContent = key === chosen ? `${other} of ${key} chosen` : `${key} chosen`;
  chosen = key;
  field = other;
  shown = null;
  early = [];
  asked.abort();
  asked = new AbortController();
  list.choose(key);
  offer();
  show('key-title', key);
  history.replaceState(null, '', '#' + encodeURIComponent(key) + (fields.length > 1 ? '?field=' + encodeURIComponent(field) : ''));
  $('detail').setAttribute('aria-busy', 'true');
  listenFor(key, field);
  try {
    shown = await ask(`keys/${encodeURIComponent(key)}/history?limit=${HISTORY}&field=${encodeURIComponent(field)}`, asked.signal);
    $('detail').setAttribute('aria-busy', 'false');
    charts.show(shown);
    early.forEach(charts.append);
    dirty.points = true;
    schedule();
    explained = performance.now();
    await explain();
  } catch (e) {
    lost(e);
  }
}

/** Where the next forecast comes from. */
async function explain() {
  const { signal } = asked;
  let why;
  try {
    const { fields } = await ask(`keys/${encodeURIComponent(chosen)}/explain`, signal);
    why = fields.find((one) => one.field === field);
  } catch (e) {
    return lost(e);
  }
  if (!why || signal.aborted) {
    return;
  }
  $('experts').tBodies[0].replaceChildren(...why.experts.map((expert) =>
    row(expert.name, number(expert.value), percent(expert.weight))));
  const sums = why.inputs.map((name, i) => ({ name: name.replaceAll('_', ' '),
    sum: why.contributions.reduce((sum, reading) => sum + (reading[i] ?? 0), 0) }));
  sums.sort((a, b) => Math.abs(b.sum) - Math.abs(a.sum));
  const most = Math.abs(sums[0]?.sum) || 1;
  $('why').replaceChildren(...sums.slice(0, 6).map(({ name, sum }) => {
    const item = document.createElement('li');
    const meter = document.createElement('meter');
    meter.max = 1;
    meter.value = Math.abs(sum) / most;
    meter.setAttribute('aria-label', name);
    item.append(span(name), meter, span((sum > 0 ? '+' : '') + number(sum)));
    return item;
  }));
}

function span(text) {
  const element = document.createElement('span');
  element.textContent = text;
  return element;
}

function row(...texts) {
  const element = document.createElement('tr');
  for (const text of texts) {
    element.insertCell().textContent = text;
  }
  return element;
}

function status(report) {
  const state = $('state');
  show('state', report.state.toLowerCase());
  state.classList.toggle('good', report.state === 'RUNNING');
  state.classList.toggle('bad', report.state.includes('ERROR') || report.state === 'NOT_RUNNING');
  show('rate', number(report.forecastsPerSecond), report.forecastsPerSecond);
  show('series', report.series.toLocaleString('en'), report.series);
  show('lag', report.lag.toLocaleString('en'), report.lag);
  const reasons = Object.entries(report.deadLetters);
  const dead = reasons.reduce((sum, [, count]) => sum + count, 0);
  show('dead', dead.toLocaleString('en'), dead);
  $('dead-none').hidden = reasons.length > 0;
  $('dead-letters').hidden = reasons.length === 0;
  $('dead-letters').tBodies[0].replaceChildren(...reasons.map(([reason, count]) => row(reason, count.toLocaleString('en'))));
  $('restore').hidden = report.restoring === 0;
  if (report.restoring > 0) {
    $('restored').value = 1 - report.restoring / report.restoreTotal;
    show('restore-text', `${report.restoring.toLocaleString('en')} records to go`);
  }
  drawTopology($('topology'), report);
}

function happened(event) {
  const log = $('events');
  const item = document.createElement('li');
  const time = document.createElement('time');
  time.dateTime = event.time;
  time.textContent = event.time.replace('T', ' ').replace('Z', '').slice(0, 16);
  const kind = document.createElement('b');
  kind.textContent = event.kind;
  const of = list.get(event.key)?.fields.length > 1 ? `${event.key} ${event.field}` : event.key;
  item.append(time, kind, `${of} ${event.detail}`);
  log.prepend(item);
  while (log.children.length > EVENTS) {
    log.lastChild.remove();
  }
  $('events-none').hidden = true;
  if (event.key === chosen) {
    charts.mark(event);
    dirty.points = true;
  }
  if (['forgotten', 'expired', 'reset'].includes(event.kind)) {
    list.remove(event.key);
    dirty.rows = true;
  }
  schedule();
}

function lost(e) {
  if (e.name === 'AbortError') {
    return;
  }
  if (e.status === 401) {
    $('login').hidden = false;
    $('token').focus();
    return;
  }
  if (e.status !== 404) {
    show('state', 'connection lost');
    $('state').classList.remove('good');
    $('state').classList.add('bad');
  }
}

function listenFor(key, name) {
  stop();
  stop = listen(`events?key=${encodeURIComponent(key)}&field=${encodeURIComponent(name)}`, {
    status,
    happened,
    keys(rows) {
      list.put(rows);
      dirty.rows = true;
      schedule();
    },
    points(news) {
      if (!shown) {
        early.push(news);
        return;
      }
      charts.append(news);
      dirty.points = true;
      schedule();
    },
    lost,
  });
}

/** All rows, in pages. */
async function load() {
  for (let offset = 0; ; offset += PAGE) {
    const page = await ask(`keys?sort=key&limit=${PAGE}&offset=${offset}`);
    list.put(page.keys);
    if (offset + PAGE >= page.total) {
      break;
    }
  }
  list.arrange();
}

async function start() {
  $('login').hidden = true;
  try {
    list.paint(theme());
    listenFor(chosen, field);
    await load();
    const [key, query] = location.hash.slice(1).split('?');
    const wanted = decodeURIComponent(key);
    field ||= new URLSearchParams(query).get('field') ?? '';
    const first = list.get(wanted) ? wanted : list.first();
    if (first && !chosen) {
      await choose(first);
    }
  } catch (e) {
    lost(e);
  }
}

/** The first series may come after the page. */
setInterval(() => {
  if (!chosen && list.size()) {
    list.arrange();
    choose(list.first());
  }
}, ARRANGE_MS);

$('field').addEventListener('change', (e) => choose(chosen, e.target.value));
$('sort').addEventListener('change', (e) => list.sortBy(e.target.value));
$('find').addEventListener('input', (e) => list.filter(e.target.value));
$('login').addEventListener('submit', (e) => {
  e.preventDefault();
  keepToken($('token').value);
  start();
});
matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => {
  list.paint(theme());
  charts.create();
});
start();
