import type { ForecastTask } from '../../testing/index.js';
import { packageFile } from '../package-files.js';

export interface ForecastPage {
  readonly tasks: readonly ForecastTask[];
  readonly profile: string;
  readonly days: number;
  readonly seeds: number;
}

/** One page without a network: the engine, the controls and the picture. */
export function forecastHtml(page: ForecastPage): string {
  const script = packageFile('dist/forecast-page.js')
    .replaceAll('</script', '<\\/script')
    .replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');
  const data = JSON.stringify(page).replaceAll('<', '\\u003c');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Forecast of background tasks</title>
<style>
  :root { color-scheme: light dark; }
  body { font: 15px/1.5 system-ui, sans-serif; margin: 1rem auto; max-width: 62rem; padding: 0 1rem; color: CanvasText; background: Canvas; }
  form { display: flex; flex-wrap: wrap; gap: 0.75rem 1.5rem; align-items: center; }
  fieldset { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; border: 1px solid GrayText; border-radius: 6px; }
  select { max-width: 100%; }
  input[type='number'] { width: 6rem; }
  .picture { overflow-x: auto; margin: 1rem 0; }
  .picture svg { max-width: 100%; height: auto; }
</style>
</head>
<body>
<h1>Forecast of background tasks</h1>
<p>A model, not a promise. Move what you like; the picture follows.</p>
<main id="forecast"></main>
<script type="application/json" id="forecast-data">${data}</script>
<script>${script}</script>
</body>
</html>
`;
}
