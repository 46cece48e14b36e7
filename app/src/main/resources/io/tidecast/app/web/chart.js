// The charts of one series, by uPlot.

/* global uPlot */

const SECOND = 1000;
const KEPT = 1024;
const IN_SIGHT = { least: 60, most: 240, pixelsEach: 3.2 };

/** The colours of the present theme, from the style sheet. */
export function theme() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue('--' + name).trim();
  return { actual: colour('actual'), forecast: colour('forecast'), band: colour('band'), naive: colour('naive'),
    bad: colour('bad'), warn: colour('warn'), line: colour('line'), soft: colour('soft'), text: colour('text') };
}

const seconds = (time) => Date.parse(time) / SECOND;

/** Times as ISO-8601 has them, in UTC like those of the queries; the date where it changes. */
function times(u, splits) {
  let before = '';
  return splits.map((split) => {
    const [date, time] = new Date(split * SECOND).toISOString().split('T');
    const text = splits[1] - splits[0] < 60 ? time.slice(0, 8) : time.slice(0, 5);
    const day = date === before ? '' : '\n' + date;
    before = date;
    return text + day;
  });
}

function axes(t) {
  const axis = { stroke: t.soft, grid: { stroke: t.line, width: 1 }, ticks: { stroke: t.line, width: 1 } };
  return [{ ...axis, values: times, space: 84 }, { ...axis, size: 62 }];
}

function fitted(box, options, data) {
  const chart = new uPlot({ ...options, tzDate: (time) => uPlot.tzDate(new Date(time * SECOND), 'Etc/UTC'), width: Math.max(120, box.clientWidth), height: box.clientHeight,
    legend: { show: false }, cursor: { drag: { x: false, y: false } } }, data, box);
  return chart;
}

/** Draws the "now" line, drift marks and anomalies over the readings. */
function marks(t, state) {
  return { hooks: { draw: [(u) => {
    const c = u.ctx;
    const vertical = (at, colour, dash) => {
      const x = Math.round(u.valToPos(at, 'x', true));
      if (x < u.bbox.left || x > u.bbox.left + u.bbox.width) {
        return;
      }
      c.save();
      c.strokeStyle = colour;
      c.lineWidth = 1.5 * devicePixelRatio;
      c.setLineDash(dash.map((d) => d * devicePixelRatio));
      c.beginPath();
      c.moveTo(x, u.bbox.top);
      c.lineTo(x, u.bbox.top + u.bbox.height);
      c.stroke();
      c.restore();
      return x;
    };
    for (const drift of state.drifts) {
      vertical(drift, t.warn, [2, 4]);
    }
    if (state.now) {
      const x = vertical(state.now, t.text, []);
      if (x !== undefined) {
        c.save();
        c.fillStyle = t.soft;
        c.font = `${11 * devicePixelRatio}px system-ui, sans-serif`;
        c.textAlign = 'right';
        c.fillText('now', x - 5 * devicePixelRatio, u.bbox.top + 12 * devicePixelRatio);
        c.restore();
      }
    }
    c.save();
    c.strokeStyle = t.bad;
    c.lineWidth = 2 * devicePixelRatio;
    for (const anomaly of state.anomalies) {
      const x = u.valToPos(anomaly.time, 'x', true);
      if (x < u.bbox.left || x > u.bbox.left + u.bbox.width) {
        continue;
      }
      c.beginPath();
      c.arc(x, u.valToPos(anomaly.value, 'y', true), 5 * devicePixelRatio, 0, 2 * Math.PI);
      c.stroke();
    }
    c.restore();
  }] } };
}

export function createCharts(boxes) {
  let history = { field: '', points: [], ahead: [], events: [], level: 0 };
  let charts = [];
  let state = { now: 0, drifts: [], anomalies: [] };
  let t = theme();

  function data() {
    const points = history.points.slice(-Math.round(Math.max(IN_SIGHT.least,
      Math.min(IN_SIGHT.most, boxes.main.clientWidth / IN_SIGHT.pixelsEach))));
    const ahead = history.ahead;
    const last = points.length ? points[points.length - 1] : null;
    state.now = last ? seconds(last.time) : 0;
    state.drifts = history.events.filter((e) => e.kind === 'drift' && e.field === history.field).map((e) => seconds(e.time));
    state.anomalies = points.filter((p) => p.anomaly && p.actual !== null)
      .map((p) => ({ time: seconds(p.time), value: p.actual }));
    const x = points.map((p) => seconds(p.time));
    const future = ahead.filter((step) => seconds(step.time) > state.now);
    const nothing = future.map(() => null);
    const both = (past, next) => points.map((p) => p[past]).concat(future.map((step) => step[next]));
    return {
      main: [x.concat(future.map((step) => seconds(step.time))), both('upper', 'upper'), both('lower', 'lower'),
        both('forecast', 'value'), points.map((p) => p.actual).concat(nothing)],
      errors: [x, points.map((p) => p.mae), points.map((p) => p.lastValueMae)],
      covers: [x, points.map((p) => p.coverage), points.map(() => history.level)],
    };
  }

  function create() {
    charts.forEach((chart) => chart.destroy());
    t = theme();
    const d = data();
    const paired = { stroke: t.naive, width: 1.5, dash: [5, 5], points: { show: false } };
    const solid = { stroke: t.actual, width: 2, points: { show: false } };
    charts = [
      fitted(boxes.main, { scales: { x: { time: true } }, axes: axes(t), plugins: [marks(t, state)],
        bands: [{ series: [1, 2], fill: t.band }],
        series: [{}, { stroke: 'transparent', points: { show: false } }, { stroke: 'transparent', points: { show: false } },
          { stroke: t.forecast, width: 2, dash: [6, 5], points: { show: false } }, solid] },
      d.main),
      fitted(boxes.errors, { scales: { x: { time: true }, y: { range: (u, least, most) => [0, (most || 1) * 1.1] } },
        axes: axes(t), series: [{}, solid, paired] }, d.errors),
      fitted(boxes.covers, { scales: { x: { time: true }, y: { range: [0, 1] } }, axes: axes(t),
        series: [{}, solid, paired] }, d.covers),
    ];
  }

  function draw() {
    const d = data();
    if (!charts.length) {
      create();
    }
    charts[0].setData(d.main);
    charts[1].setData(d.errors);
    charts[2].setData(d.covers);
    boxes.main.dataset.points = d.main[0].length;
  }

  new ResizeObserver(() => {
    for (const [i, box] of [boxes.main, boxes.errors, boxes.covers].entries()) {
      charts[i]?.setSize({ width: Math.max(120, box.clientWidth), height: box.clientHeight });
    }
  }).observe(boxes.main);

  return {
    /** Shows another series or field; its history is added to from now on. */
    show(other) {
      history = other;
      draw();
    },
    /** Takes new points at the end, and what else has changed. */
    append(news) {
      const { points, events } = history;
      const last = points.length ? points[points.length - 1].time : '';
      points.push(...news.points.filter((point) => point.time > last));
      points.splice(0, Math.max(0, points.length - KEPT));
      Object.assign(history, news, { points, events });
    },
    mark(event) {
      history.events.push(event);
    },
    draw,
    create,
  };
}
