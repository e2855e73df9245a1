// The command `forecast --html` bundles this file into one script and puts it into its page.
import { startForecastPage } from './forecast-page.js';

const root = document.querySelector<HTMLElement>('#forecast');
const data = document.querySelector('#forecast-data')?.textContent;
if (root !== null && data != null) startForecastPage(root, JSON.parse(data) as Parameters<typeof startForecastPage>[1]);
