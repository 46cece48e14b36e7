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
      figures();
    }
    if (dirty.points) {
      dirty.points = false;
      charts.draw();
      if (now - explained > EXPLAIN_MS) {
        explained = now;
        explain();
      }
    }
    document.body.dataset.frames = Number(document.body.dataset.frames || 0) + 1;
  });
}

/** The numbers of the chosen series. */
function figures() {
  const row = list.get(chosen);
  if (!row) {
    return;
  }
  show('actual', number(row.actual), row.actual);
  show('next', number(row.next), row.next);
  show('interval', `${number(row.lower)} to ${number(row.upper)}`, `${row.lower} ${row.upper}`);
  show('interval-name', `${percent(row.level)} interval`);
  show('skill', percent(row.skill), row.skill);
  show('coverage', percent(row.coverage), row.coverage);
  const badge = $('badge');
  badge.hidden = false;
  badge.textContent = { WARMING_UP: 'warming up', OK: 'learnt', STALE: 'stale: value missing' }[row.status] || row.status;
  badge.classList.toggle('good', row.status === 'OK');
  const label = `${row.key}: actual ${number(row.actual)}, next forecast ${number(row.next)}, between ${number(row.lower)} and ${number(row.upper)}`;
  $('chart').setAttribute('aria-label', label);
  $('errors').setAttribute('aria-label', `${row.key}: mean absolute error ${number(row.mae)}, of the last value ${number(row.lastValueMae)}`);
  $('covers').setAttribute('aria-label', `${row.key}: ${percent(row.coverage)} of the readings lay in their interval, ${percent(row.level)} should`);
}

async function choose(key) {
  if (key === chosen) {
    return;
  }
  chosen = key;
  asked.abort();
  asked = new AbortController();
  list.choose(key);
  show('key-title', key);
  history.replaceState(null, '', '#' + encodeURIComponent(key));
  $('announce').textContent = `${key} chosen`;
  figures();
  listenFor(key);
  try {
    charts.show(await ask(`keys/${encodeURIComponent(key)}/history?limit=${HISTORY}`, asked.signal));
    explained = performance.now();
    await explain();
  } catch (e) {
    lost(e);
  }
}

/** Where the next forecast comes from. */
async function explain() {
  const key = chosen;
  let field;
  try {
    field = (await ask(`keys/${encodeURIComponent(key)}/explain`, asked.signal)).fields[0];
  } catch (e) {
    return lost(e);
  }
  if (!field || key !== chosen) {
    return;
  }
  $('experts').tBodies[0].replaceChildren(...field.experts.map((expert) =>
    row(expert.name, number(expert.value), percent(expert.weight))));
  const sums = field.inputs.map((name, i) => ({ name: name.replaceAll('_', ' '),
    sum: field.contributions.reduce((sum, reading) => sum + (reading[i] ?? 0), 0) }));
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
  item.append(time, kind, `${event.key} ${event.detail}`);
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

function listenFor(key) {
  stop();
  stop = listen('events?key=' + encodeURIComponent(key), {
    status,
    happened,
    keys(rows) {
      list.put(rows);
      dirty.rows = true;
      schedule();
    },
    points(news) {
      if (news.key === chosen) {
        charts.append(news.points, news.ahead);
        dirty.points = true;
        schedule();
      }
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
    listenFor(chosen);
    await load();
    const wanted = decodeURIComponent(location.hash.slice(1));
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
