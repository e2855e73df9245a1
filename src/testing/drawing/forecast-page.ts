// This is the script of the page that `forecast --html` writes. It runs the forecast itself again whenever the reader changes an input.
import type { BackgroundTaskOptions } from '../../definitions.js';
import { forecast } from '../forecast/forecast.js';
import type { ForecastTask } from '../forecast/forecast.js';
import { PROFILES } from '../forecast/profiles.js';
import { forecastSvg } from './forecast-svg.js';
import { shareText } from './words.js';

interface PageData {
  readonly tasks: readonly ForecastTask[];
  readonly profile: string;
  readonly days: number;
  readonly seeds: number;
}

const SWITCHES = [
  'requiresNetwork',
  'requiresUnmeteredNetwork',
  'requiresCharging',
  'requiresBatteryNotLow',
  'requiresDeviceIdle',
] as const;
/** So many devices are enough for a picture, and few enough to be drawn at once. */
const MOST_SEEDS = 60;

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

export function startForecastPage(root: HTMLElement, data: PageData): void {
  const picture = element('div', { className: 'picture' });
  const advice = element('ul', { className: 'advice' });
  const profile = element(
    'select',
    { name: 'profile' },
    ...PROFILES.map(({ id, about }) => element('option', { value: id, textContent: about })),
  );
  profile.value = data.profile;
  const days = element('input', { type: 'range', min: '1', max: '14', value: String(data.days), name: 'days' });
  const tasks = data.tasks.map(taskControls);

  const draw = (): void => {
    const result = forecast(
      tasks.map((task) => task.read()),
      { profile: profile.value, days: Number(days.value), seeds: Math.min(MOST_SEEDS, data.seeds) },
    );
    picture.innerHTML = forecastSvg(result);
    advice.replaceChildren(
      ...result.tasks.flatMap(({ name, waits }) =>
        waits.map(({ blocker, share, remedy, rule }) =>
          element('li', {
            textContent: `${name}: ${shareText(share)} of its waiting is for ${blocker}: ${remedy}${rule === null ? '' : ` (${rule.standing}: ${rule.source})`}`,
          }),
        ),
      ),
    );
  };

  const controls = element(
    'form',
    {},
    element('label', {}, 'Device ', profile),
    element('label', {}, 'Days ', days),
    ...tasks.map(({ fields }) => fields),
  );
  controls.addEventListener('input', draw);
  controls.addEventListener('submit', (event) => event.preventDefault());
  root.replaceChildren(controls, picture, advice);
  draw();
}

function taskControls({ name, options = {} }: ForecastTask): { readonly fields: HTMLElement; readonly read: () => ForecastTask } {
  const interval = element('input', {
    type: 'number',
    min: '1',
    max: '10080',
    value: String(options.minimumInterval ?? 720),
    name: `${name} interval`,
  });
  const switches = SWITCHES.map((key) =>
    element('input', { type: 'checkbox', name: `${name} ${key}`, checked: options[key] ?? key === 'requiresNetwork' }),
  );
  const fields = element(
    'fieldset',
    {},
    element('legend', { textContent: name }),
    element('label', {}, 'every ', interval, ' minutes'),
    ...SWITCHES.map((key, index) => element('label', {}, switches[index] as HTMLElement, ` ${key}`)),
  );
  const read = (): ForecastTask => {
    const asked = Object.fromEntries(SWITCHES.map((key, index) => [key, switches[index]?.checked === true]));
    // Options without an input on the page keep the value that they were given.
    const given: BackgroundTaskOptions = { ...options, ...asked, minimumInterval: Math.max(1, Number(interval.value) || 720) };
    return { name, options: given };
  };
  return { fields, read };
}
