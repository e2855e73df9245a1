import { createServer } from 'node:http';
import { arrivalsPage } from './arrivals-page.mjs';
import { feedAt } from './feed.mjs';
import { Journal } from './journal.mjs';
import { readNote, readRunMark } from './read-body.mjs';

/**
 * The server of the example app, on loopback. An upload is idempotent by the note's id, because a background task may run again after
 * the server has stored what it sent.
 *
 * `onNote(note)` and `onMark(mark)` tell of what is new. `marks` are the starts and ends of callbacks: with them a test can see that no
 * two runs of a task overlapped.
 *
 * @param {{ folder: string, now?: () => number, onNote?: (note: any) => void, onMark?: (mark: any) => void }} options
 */
export function createNotesServer({ folder, now = Date.now, onNote = () => {}, onMark = () => {} }) {
  const notes = new Journal(folder, 'notes.jsonl');
  const marks = new Journal(folder, 'marks.jsonl');
  const ids = new Set(notes.records.map((note) => note.id));

  const routes = {
    'GET /': () => ({ html: arrivalsPage(notes.records, marks.records) }),
    'GET /health': () => ({ json: { ok: true } }),
    'GET /notes': () => ({ json: { notes: notes.records } }),
    'GET /marks': () => ({ json: { marks: marks.records } }),
    'GET /feed': () => ({ json: feedAt(now()) }),
    'PUT /notes/:id': (id, body) => {
      const note = readNote(id, body);
      if (note === null)
        return { status: 400, json: { error: 'a note is { text, createdAt }, its id up to 64 letters, digits and dashes' } };
      const created = !ids.has(id);
      if (created) {
        const stored = { ...note, arrivedAt: now() };
        notes.append(stored);
        ids.add(id);
        onNote(stored);
      }
      return { status: created ? 201 : 200, json: { id, created } };
    },
    'POST /marks': (_id, body) => {
      const mark = readRunMark(body);
      if (mark === null) return { status: 400, json: { error: 'a mark is { phase, taskId, taskName, trigger, runtime, attempt }' } };
      const stored = { ...mark, at: now() };
      marks.append(stored);
      onMark(stored);
      return { json: { ok: true } };
    },
  };

  const server = createServer((request, response) => {
    answer(routes, request).then(
      ({ status = 200, json, html }) => {
        const type = html === undefined ? 'application/json' : 'text/html';
        response.writeHead(status, { ...CORS, 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'no-store' });
        response.end(html ?? JSON.stringify(json ?? {}));
      },
      (error) => response.writeHead(error.status ?? 500, CORS).end(JSON.stringify({ error: error.message })),
    );
  });
  server.on('close', () => {
    notes.close();
    marks.close();
  });
  return { server, notes: notes.records, marks: marks.records };
}

// The app comes from another port, and in a native app from another scheme.
const CORS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Allow-Methods': 'GET, PUT, POST',
  'Access-Control-Allow-Headers': 'Content-Type',
  'Access-Control-Max-Age': '600',
};
const BODY_LIMIT = 64 * 1024;

async function answer(routes, request) {
  if (request.method === 'OPTIONS') return { status: 204 };
  const { pathname } = new URL(request.url, 'http://localhost');
  const [, collection, id] = pathname.split('/');
  const route = routes[`${request.method} ${id === undefined ? pathname : `/${collection}/:id`}`];
  if (route === undefined) return { status: 404, json: { error: `${request.method} ${pathname} is not there` } };
  return route(id, request.method === 'GET' ? null : await bodyOf(request));
}

async function bodyOf(request) {
  let text = '';
  for await (const part of request.setEncoding('utf8')) {
    text += part;
    if (text.length > BODY_LIMIT) throw Object.assign(new Error('the body is too long'), { status: 413 });
  }
  try {
    return JSON.parse(text);
  } catch {
    throw Object.assign(new Error('the body is not JSON'), { status: 400 });
  }
}
