// node server/main.mjs    the notes server alone; PORT and DATA_FOLDER may say where
import { join } from 'node:path';
import { createNotesServer } from './notes-server.mjs';

const port = Number(process.env.PORT ?? 4180);
const folder = process.env.DATA_FOLDER ?? join(import.meta.dirname, 'data');
const { server } = createNotesServer({
  folder,
  onNote: (note) => console.log(`note arrived: ${note.text}`),
  onMark: (mark) => console.log(`${mark.taskName}: ${mark.phase} (${mark.trigger}, ${mark.runtime})`),
});
// Loopback only: it knows no users.
server.listen(port, '127.0.0.1', () => console.log(`notes server: http://localhost:${port}`));
