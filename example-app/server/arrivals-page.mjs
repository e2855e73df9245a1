const escaped = (text) => text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
/** What an older version of this server has stored may be no time that a `Date` can hold. */
const clock = (time) => {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? 'at an unknown time' : date.toISOString().slice(11, 19);
};

/** What the server has, for people: newest first, fresh every two seconds. */
export function arrivalsPage(notes, marks) {
  const rows = notes
    .toReversed()
    .slice(0, 100)
    .map(
      ({ text, createdAt, arrivedAt }) =>
        `<li><p>${escaped(text)}</p><small>written ${clock(createdAt)}, here ${clock(arrivedAt)} UTC</small></li>`,
    );
  const runs = marks.filter((mark) => mark.phase === 'start').length;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta http-equiv="refresh" content="2"><title>What arrived</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 ui-sans-serif, system-ui, sans-serif; }
body { max-width: 36rem; margin: 3rem auto; padding: 0 1.25rem; }
h1 { font-size: 1.25rem; margin: 0; } header p { margin: .25rem 0 2rem; opacity: .65; }
ul { list-style: none; padding: 0; margin: 0; } li { padding: .75rem 0; border-top: 1px solid color-mix(in srgb, currentColor 15%, transparent); }
li p { margin: 0; overflow-wrap: anywhere; } small { opacity: .6; font-variant-numeric: tabular-nums; }
</style>
</head>
<body>
<header><h1>What arrived at the server</h1><p>${notes.length} ${notes.length === 1 ? 'note' : 'notes'}, ${runs} ${runs === 1 ? 'run' : 'runs'} of background tasks</p></header>
<ul>${rows.join('') || '<li>Nothing yet. Write a note in the app, and close it.</li>'}</ul>
</body>
</html>
`;
}
