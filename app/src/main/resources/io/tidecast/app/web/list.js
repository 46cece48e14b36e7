// The list of series: tens of thousands of rows, of which only those in sight exist.

const ROW = 44;
const SPARE = 6;
const SPARK = { width: 104, height: 30 };

const ORDERS = {
  error: (a, b) => (b.error ?? -1) - (a.error ?? -1),
  coverage: (a, b) => (a.coverage ?? 2) - (b.coverage ?? 2),
  time: (a, b) => (a.time < b.time ? 1 : a.time > b.time ? -1 : 0),
  key: () => 0,
};

export function createList(box, onChoose) {
  const rows = new Map();
  const space = document.createElement('div');
  space.className = 'space';
  space.setAttribute('role', 'presentation');
  box.append(space);
  const drawn = new Map();
  let order = [];
  let sort = 'error';
  let contains = '';
  let chosen = '';
  let active = -1;
  let colours = {};

  function arrange() {
    const by = ORDERS[sort];
    order = [...rows.values()].filter((row) => row.key.toLowerCase().includes(contains));
    order.sort((a, b) => by(a, b) || (a.key < b.key ? -1 : 1));
    const key = drawn.size && active >= 0 ? box.dataset.active : undefined;
    active = key === undefined ? active : order.findIndex((row) => row.key === key);
    space.style.height = order.length * ROW + 'px';
  }

  function draw() {
    const first = Math.max(0, Math.floor(box.scrollTop / ROW) - SPARE);
    const last = Math.min(order.length, Math.ceil((box.scrollTop + box.clientHeight) / ROW) + SPARE);
    const seen = new Set();
    for (let i = first; i < last; i++) {
      const row = order[i];
      seen.add(row.key);
      let element = drawn.get(row.key);
      if (!element) {
        element = create(row.key);
        drawn.set(row.key, element);
        space.append(element);
      }
      fill(element, row, i);
    }
    for (const [key, element] of drawn) {
      if (!seen.has(key)) {
        element.remove();
        drawn.delete(key);
      }
    }
    const at = order[active];
    if (at && drawn.has(at.key)) {
      box.setAttribute('aria-activedescendant', drawn.get(at.key).id);
    } else {
      box.removeAttribute('aria-activedescendant');
    }
  }

  let ids = 0;

  function create(key) {
    const element = document.createElement('div');
    element.className = 'row';
    element.id = 'row-' + ids++;
    element.setAttribute('role', 'option');
    element.dataset.key = key;
    const name = document.createElement('b');
    name.textContent = key;
    name.title = key;
    const spark = document.createElement('canvas');
    spark.setAttribute('aria-hidden', 'true');
    element.append(name, spark, document.createElement('span'));
    return element;
  }

  function fill(element, row, i) {
    element.style.transform = `translateY(${i * ROW}px)`;
    element.setAttribute('aria-setsize', order.length);
    element.setAttribute('aria-posinset', i + 1);
    element.setAttribute('aria-selected', row.key === chosen);
    element.classList.toggle('active', i === active);
    if (element.shown === row && element.colours === colours) {
      return;
    }
    element.shown = row;
    element.colours = colours;
    const error = element.lastChild;
    error.textContent = row.error == null ? '–' : row.error.toFixed(2);
    error.className = row.error == null ? '' : row.error <= 1 ? 'good' : 'bad';
    element.setAttribute('aria-label', row.error == null
      ? `${row.key}, no error yet`
      : `${row.key}, error ${row.error.toFixed(2)} of the last value's`);
    sparkline(element.children[1], row.trend, colours.actual);
  }

  function move(to) {
    if (!order.length) {
      return;
    }
    active = Math.max(0, Math.min(order.length - 1, to));
    box.dataset.active = order[active].key;
    const top = active * ROW;
    if (top < box.scrollTop) {
      box.scrollTop = top;
    } else if (top + ROW > box.scrollTop + box.clientHeight) {
      box.scrollTop = top + ROW - box.clientHeight;
    }
    draw();
  }

  box.addEventListener('scroll', draw, { passive: true });
  new ResizeObserver(draw).observe(box);
  box.addEventListener('click', (e) => {
    const element = e.target.closest('.row');
    if (element) {
      move(order.findIndex((row) => row.key === element.dataset.key));
      onChoose(element.dataset.key);
    }
  });
  box.addEventListener('keydown', (e) => {
    const page = Math.max(1, Math.floor(box.clientHeight / ROW) - 1);
    const to = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + page, PageUp: active - page,
      Home: 0, End: order.length - 1 }[e.key];
    if (to !== undefined) {
      e.preventDefault();
      move(to);
    } else if ((e.key === 'Enter' || e.key === ' ') && order[active]) {
      e.preventDefault();
      onChoose(order[active].key);
    }
  });

  return {
    /** Takes new or changed rows. */
    put(changed) {
      for (const row of changed) {
        rows.set(row.key, row);
      }
    },
    remove(key) {
      rows.delete(key);
    },
    clear() {
      rows.clear();
    },
    /** Puts the rows in order again; what has changed is drawn by `draw` alone. */
    arrange() {
      arrange();
      draw();
    },
    draw,
    sortBy(name) {
      sort = name;
      box.scrollTop = 0;
      active = -1;
      delete box.dataset.active;
      arrange();
      draw();
    },
    filter(text) {
      contains = text.toLowerCase();
      box.scrollTop = 0;
      arrange();
      draw();
    },
    choose(key) {
      chosen = key;
      draw();
    },
    paint(theme) {
      colours = theme;
      draw();
    },
    get(key) {
      return rows.get(key);
    },
    first: () => order[0]?.key,
    size: () => rows.size,
  };
}

/** A line through the last values; a gap where one is missing. */
function sparkline(canvas, values, colour) {
  const scale = window.devicePixelRatio || 1;
  canvas.width = SPARK.width * scale;
  canvas.height = SPARK.height * scale;
  const present = values.filter((value) => value !== null);
  if (present.length < 2) {
    return;
  }
  const least = Math.min(...present);
  const range = Math.max(...present) - least || 1;
  const c = canvas.getContext('2d');
  c.scale(scale, scale);
  c.strokeStyle = colour;
  c.lineWidth = 1.5;
  c.lineJoin = 'round';
  c.beginPath();
  let down = false;
  values.forEach((value, i) => {
    if (value === null) {
      down = false;
      return;
    }
    const x = 2 + (i / Math.max(1, values.length - 1)) * (SPARK.width - 4);
    const y = SPARK.height - 3 - ((value - least) / range) * (SPARK.height - 6);
    if (down) {
      c.lineTo(x, y);
    } else {
      c.moveTo(x, y);
    }
    down = true;
  });
  c.stroke();
}
