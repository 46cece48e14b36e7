// Queries and the stream of events. Both by fetch, so that a bearer token can go along.

const TOKEN = 'tidecast.token';
const RETRY_MS = 1000;

/** A status that is no success. */
export class ProblemError extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

export function keepToken(token) {
  sessionStorage.setItem(TOKEN, token);
}

function headers() {
  const token = sessionStorage.getItem(TOKEN);
  return token ? { Authorization: 'Bearer ' + token } : {};
}

async function open(path, signal, accept) {
  const response = await fetch(path, { headers: { ...headers(), Accept: accept }, signal, cache: 'no-store' });
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new ProblemError(response.status, problem.detail || problem.title || response.statusText);
  }
  return response;
}

/** The answer to a query; asks again as long as the pipeline is not ready. */
export async function ask(path, signal) {
  for (;;) {
    try {
      return await (await open(path, signal, 'application/json')).json();
    } catch (e) {
      if (!(e instanceof ProblemError) || (e.status !== 503 && e.status !== 429)) {
        throw e;
      }
      await pause(RETRY_MS, signal);
    }
  }
}

function pause(ms, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason);
    }, { once: true });
  });
}

/**
 * Listens to the server's events until it is stopped, and connects again when the connection is lost.
 *
 * @param handlers a function of the data for each event name; `lost` of the reason
 * @returns stops it
 */
export function listen(path, handlers) {
  const stop = new AbortController();
  (async () => {
    while (!stop.signal.aborted) {
      try {
        await read((await open(path, stop.signal, 'text/event-stream')).body, handlers);
        handlers.lost?.(new Error('the server has closed the stream'));
      } catch (e) {
        if (stop.signal.aborted) {
          return;
        }
        handlers.lost?.(e);
        if (e.status === 401) {
          return;
        }
      }
      await pause(RETRY_MS, stop.signal).catch(() => {});
    }
  })();
  return () => stop.abort();
}

/** Reads `event:` and `data:` lines; an empty one ends an event. */
async function read(body, handlers) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let name = 'message';
  let data = [];
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    const lines = (rest + value).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      if (line === '') {
        if (data.length) {
          handlers[name]?.(JSON.parse(data.join('\n')));
        }
        name = 'message';
        data = [];
      } else if (line.startsWith('event:')) {
        name = line.slice(6).trim();
      } else if (line.startsWith('data:')) {
        data.push(line.slice(5).trimStart());
      }
    }
  }
}
