import { addNote } from '../notes/notes';
import type { Note } from '../notes/notes';
import { el } from './element';
import { ago, clockTime, ticker } from './time';

/** Where notes are written. Made once, so that half a sentence survives every refresh. `onKept` is told the id of each note, once it is stored. */
export function composer(onKept: (id: string) => void, onFailure: (error: unknown) => void): HTMLElement {
  const text = el('textarea', {
    id: 'note',
    rows: '3',
    maxlength: '10000',
    placeholder: 'Write it down. It is kept here first.',
  }) as HTMLTextAreaElement;
  const hint = el('span', { class: 'hint' }, 'Ctrl + Enter keeps it');
  const form = el(
    'form',
    { class: 'composer' },
    el('label', { for: 'note', class: 'unseen' }, 'New note'),
    text,
    el('footer', {}, hint, el('button', { class: 'primary' }, 'Keep note')),
  ) as HTMLFormElement;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const written = text.value.trim();
    if (written === '') return text.focus();
    // Emptied only when it is stored.
    addNote(written).then((id) => {
      text.value = '';
      text.focus();
      onKept(id);
    }, onFailure);
  });
  text.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  return form;
}

/** `sending` are the ids of the notes that are under way. */
export function notesList(notes: readonly Note[], sending: ReadonlySet<string>): HTMLElement {
  if (notes.length === 0) {
    return el('p', { class: 'empty' }, 'No notes yet. Write one without a network: it reaches the server once there is one.');
  }
  return el('ol', { class: 'notes' }, ...notes.map((note) => noteCard(note, sending.has(note.id))));
}

function noteCard({ text, createdAt, uploadedAt }: Note, isSending: boolean): HTMLElement {
  const state =
    uploadedAt === null
      ? el('span', { class: `sync waiting${isSending ? ' sending' : ''}` }, isSending ? 'being sent' : 'on this device')
      : el('span', { class: 'sync sent', title: `uploaded ${clockTime(uploadedAt)}` }, 'on the server');
  return el(
    'li',
    { class: 'note' },
    el('p', {}, text),
    el(
      'footer',
      {},
      state,
      ticker(el('time', { title: clockTime(createdAt) }), () => ago(createdAt)),
    ),
  );
}
