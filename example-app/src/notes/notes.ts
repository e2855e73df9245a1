import { putNote } from '../server';
import { announce } from './changes';
import { readAll, write } from './database';
import type { StoreTypes } from './database';

export type Note = StoreTypes['notes'];

export async function addNote(text: string): Promise<void> {
  await write('notes', { id: crypto.randomUUID(), text, createdAt: Date.now(), uploadedAt: null });
  announce();
}

/** Newest first. */
export async function allNotes(): Promise<Note[]> {
  return (await readAll('notes')).sort((a, b) => b.createdAt - a.createdAt);
}

/** Sends what the server does not have, oldest first. Each note is marked as soon as the server has it: an interrupted run goes on there. */
export async function uploadNotes(signal: AbortSignal): Promise<number> {
  const waiting = (await allNotes()).filter((note) => note.uploadedAt === null).reverse();
  for (const note of waiting) {
    signal.throwIfAborted();
    await putNote(note.id, { text: note.text, createdAt: note.createdAt }, signal);
    await write('notes', { ...note, uploadedAt: Date.now() });
    announce();
  }
  return waiting.length;
}
