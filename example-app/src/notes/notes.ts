import { putNote } from '../server';
import { announce } from './changes';
import { readAll, write } from './database';
import type { StoreTypes } from './database';

export type Note = StoreTypes['notes'];

/** Returns the note's id once it is stored. */
export async function addNote(text: string): Promise<string> {
  const id = crypto.randomUUID();
  await write('notes', { id, text, createdAt: Date.now(), uploadedAt: null });
  announce();
  return id;
}

/** Newest first. */
export async function allNotes(): Promise<Note[]> {
  return (await readAll('notes')).sort((a, b) => b.createdAt - a.createdAt);
}

/** Sends what the server does not have, oldest first. Each note is marked as soon as the server has it: an interrupted run goes on there. */
export async function uploadNotes(signal: AbortSignal, tell: (sent: number, of: number) => void): Promise<void> {
  const waiting = (await allNotes()).filter((note) => note.uploadedAt === null).reverse();
  for (const [sent, note] of waiting.entries()) {
    tell(sent, waiting.length);
    await upload(note, signal);
  }
  tell(waiting.length, waiting.length);
}

/** Sends one note, unless the server has it already. */
export async function uploadNote(id: string, signal: AbortSignal, tell: (step: 'sending' | 'sent') => void): Promise<void> {
  const note = (await allNotes()).find((one) => one.id === id);
  if (note === undefined || note.uploadedAt !== null) return;
  tell('sending');
  await upload(note, signal);
  tell('sent');
}

async function upload(note: Note, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await putNote(note.id, { text: note.text, createdAt: note.createdAt }, signal);
  await write('notes', { ...note, uploadedAt: Date.now() });
  announce();
}
