// The picture of the pipeline: topics, instances with their partitions, and what flows between them.

const NS = 'http://www.w3.org/2000/svg';
const BOX = { width: 170, height: 44, gap: 14 };

function element(name, attributes, text) {
  const node = document.createElementNS(NS, name);
  for (const [key, value] of Object.entries(attributes)) {
    node.setAttribute(key, value);
  }
  if (text !== undefined) {
    node.textContent = text;
  }
  return node;
}

function shortened(text, most) {
  return text.length <= most ? text : text.slice(0, most - 1) + '…';
}

function box(svg, x, y, title, below, kind) {
  svg.append(element('rect', { x, y, width: BOX.width, height: BOX.height, rx: 8, class: kind }),
    element('text', { x: x + 12, y: y + 19 }, shortened(title, 22)),
    element('text', { x: x + 12, y: y + 35, class: 'soft' }, shortened(below, 28)));
}

function arrow(svg, x1, y1, x2, y2) {
  const middle = (x1 + x2) / 2;
  svg.append(element('path', { d: `M${x1} ${y1} C${middle} ${y1} ${middle} ${y2} ${x2 - 3} ${y2}`, 'marker-end': 'url(#tip)' }));
}

let drawn = '';

/** Draws it again only when something in it has changed. */
export function drawTopology(at, report) {
  const what = JSON.stringify([report.topics, report.instances]);
  if (what === drawn) {
    return;
  }
  drawn = what;
  const instances = report.instances.length ? report.instances : [{ address: 'no instance yet', partitions: [], self: true }];
  const rows = Math.max(3, instances.length);
  const height = rows * (BOX.height + BOX.gap) + BOX.gap;
  const svg = element('svg', { viewBox: `0 0 760 ${height}`, role: 'img',
    'aria-label': `Topic ${report.topics.readings} is read by ${instances.length} instance${instances.length > 1 ? 's' : ''}; forecasts go to ${report.topics.forecasts}, events to ${report.topics.events}, what cannot be used to ${report.topics.deadLetters}.` });
  const tip = element('marker', { id: 'tip', viewBox: '0 0 8 8', refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: 'auto' });
  tip.append(element('path', { d: 'M0 0L7 4L0 8' }));
  svg.append(tip);
  const y = (i, of) => BOX.gap + (i + (rows - of) / 2) * (BOX.height + BOX.gap);
  const middle = (i, of) => y(i, of) + BOX.height / 2;
  box(svg, 10, y(0, 1), report.topics.readings, 'readings', 'topic');
  const outputs = [[report.topics.forecasts, 'forecasts'], [report.topics.events, 'what happens to models'], [report.topics.deadLetters, 'dead letters']];
  outputs.forEach(([name, what], o) => box(svg, 580, y(o, 3), name, what, 'topic'));
  instances.forEach((instance, i) => {
    const partitions = instance.partitions.length ? 'partitions ' + instance.partitions.join(', ') : 'no partitions';
    box(svg, 295, y(i, instances.length), instance.address, partitions, instance.self ? 'self' : '');
    arrow(svg, 10 + BOX.width, middle(0, 1), 295, middle(i, instances.length));
    outputs.forEach((_, o) => arrow(svg, 295 + BOX.width, middle(i, instances.length), 580, middle(o, 3)));
  });
  at.replaceChildren(svg);
}
