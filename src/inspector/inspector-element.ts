import { BackgroundTask } from '@capgo/capacitor-background-task';
import type { BackgroundTaskListenerHandle } from '@capgo/capacitor-background-task';
import { everySecond, now } from './browser-time.js';
import { el } from './element.js';
import { createPanel } from './panel.js';
import type { Panel } from './panel.js';
import { addStyles } from './styles.js';
import { duration, words } from './words.js';

export type InspectorPosition = 'bottom-right' | 'bottom-left' | 'top-right' | 'top-left' | 'embedded';

/** The state is read again after so many seconds with the panel open or closed, and in between whenever an event asks for it. */
const OPEN_SECONDS = 5;
const CLOSED_SECONDS = 30;

// A server has no HTMLElement to extend, but must be able to load this module.
const Base = typeof HTMLElement === 'undefined' ? (class {} as unknown as typeof HTMLElement) : HTMLElement;

/** Implements the element `<background-task-inspector position="bottom-right" open read-only>`. @since 8.2.0 */
export class BackgroundTaskInspector extends Base {
  static readonly observedAttributes = ['open', 'position', 'read-only'];

  #panel: Panel | null = null;
  #toggle: HTMLButtonElement | null = null;
  #dot = null as HTMLElement | null;
  #ends: (() => void)[] = [];
  #seconds = 0;
  #isReading = false;
  #mustReadAgain = false;
  #isBusy = false;
  /** Whether the last reading failed, so that its message is taken away by one that succeeds. */
  #hasFailed = false;

  /** Reflects the attribute `position`. Default `'bottom-right'`. */
  get position(): InspectorPosition {
    return (this.getAttribute('position') as InspectorPosition | null) ?? 'bottom-right';
  }
  set position(position: InspectorPosition) {
    this.setAttribute('position', position);
  }

  /** Reflects the attribute `open`. An embedded panel is always open. */
  get isOpen(): boolean {
    return this.hasAttribute('open') || this.position === 'embedded';
  }
  set isOpen(isOpen: boolean) {
    this.toggleAttribute('open', isOpen);
  }

  /** Reflects the attribute `read-only`, which leaves out the buttons that run tasks. */
  get readOnly(): boolean {
    return this.hasAttribute('read-only');
  }
  set readOnly(readOnly: boolean) {
    this.toggleAttribute('read-only', readOnly);
  }

  connectedCallback(): void {
    if (this.shadowRoot === null) addStyles(this.attachShadow({ mode: 'open' }));
    this.#build();
    const onSeen = (): void => void (document.visibilityState === 'visible' && this.#read());
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || !this.isOpen || this.position === 'embedded') return;
      event.stopPropagation();
      this.#close();
    };
    document.addEventListener('visibilitychange', onSeen);
    this.addEventListener('keydown', onKey);
    this.#ends = [
      everySecond(() => this.#tick()),
      () => document.removeEventListener('visibilitychange', onSeen),
      () => this.removeEventListener('keydown', onKey),
      later(BackgroundTask.addTaskRunListener(() => this.#read())),
      later(
        BackgroundTask.addTaskProgressListener(({ taskName, progress }) => {
          this.#panel?.progress(taskName, progress);
          this.#read();
        }),
      ),
    ];
  }

  disconnectedCallback(): void {
    for (const end of this.#ends) end();
    this.#ends = [];
  }

  attributeChangedCallback(name: string): void {
    if (this.#panel === null) return;
    if (name === 'open') this.#showOpen();
    else this.#build();
  }

  #build(): void {
    const isEmbedded = this.position === 'embedded';
    this.#panel = createPanel({
      readOnly: this.readOnly,
      close: isEmbedded ? null : () => this.#close(),
      run: (name, asClosed) => void this.#run(name, asClosed),
      copy: () => void this.#copy(),
    });
    this.#dot = el('span', { class: 'dot', 'aria-hidden': 'true' });
    this.#toggle = el(
      'button',
      { type: 'button', class: 'toggle', lang: 'en', 'aria-controls': 'panel', onclick: () => this.#open() },
      this.#dot,
      'Background tasks',
    );
    for (const old of this.shadowRoot?.querySelectorAll('.toggle,.panel') ?? []) old.remove();
    this.shadowRoot?.append(this.#toggle, this.#panel.element);
    this.#showOpen();
  }

  #showOpen(): void {
    const { isOpen } = this;
    if (this.#panel !== null) this.#panel.element.hidden = !isOpen;
    this.#toggle?.setAttribute('aria-expanded', String(isOpen));
    if (this.#toggle !== null) this.#toggle.hidden = isOpen;
    this.#read();
  }

  #open(): void {
    this.isOpen = true;
    this.#panel?.element.querySelector<HTMLElement>('.body')?.focus();
  }

  #close(): void {
    this.isOpen = false;
    this.#toggle?.focus();
  }

  #tick(): void {
    this.#seconds += 1;
    if (document.visibilityState !== 'visible') return;
    if (this.isOpen) this.#panel?.tick(now());
    if (this.#seconds % (this.isOpen ? OPEN_SECONDS : CLOSED_SECONDS) === 0) this.#read();
  }

  /** Reads and shows the report. A call during a reading starts another one after it, so that no change is missed. */
  #read(): void {
    this.#mustReadAgain = this.#isReading;
    if (this.#isReading) return;
    this.#isReading = true;
    BackgroundTask.getReportAsync({ messages: true })
      .then(
        (report) => {
          this.#panel?.show(report);
          if (this.#hasFailed) this.#panel?.say('');
          this.#hasFailed = false;
          if (this.#dot !== null) this.#dot.className = `dot ${report.runsWhileClosed ? 'good' : 'watch'}`;
        },
        (error: unknown) => {
          this.#hasFailed = true;
          this.#panel?.say(said(error));
        },
      )
      .finally(() => {
        this.#isReading = false;
        if (this.#mustReadAgain && this.isConnected) this.#read();
      });
  }

  async #run(taskName: string, asClosed: boolean): Promise<void> {
    if (this.#isBusy) return;
    this.#setBusy(true);
    this.#panel?.say(`"${taskName}" runs…`);
    try {
      const ran = await BackgroundTask.triggerTaskWorkerForTestingAsync({ taskName, ...(asClosed && { runtime: 'headless' }) });
      const [run] = ran ? await BackgroundTask.getTaskRunsAsync({ taskName, limit: 1 }) : [];
      const took = run?.settledAt == null ? '' : ` in ${duration(Math.max(0, run.settledAt - (run.claimedAt ?? run.timestamp)))}`;
      this.#panel?.say(`"${taskName}": ${words(run?.outcome ?? 'not registered')}${took}`);
    } catch (error: unknown) {
      this.#panel?.say(said(error));
    } finally {
      this.#setBusy(false);
      this.#read();
    }
  }

  /** Marks the buttons as disabled for assistive technology only, because a disabled button would lose the focus. */
  #setBusy(isBusy: boolean): void {
    this.#isBusy = isBusy;
    for (const button of this.#panel?.element.querySelectorAll('.card button') ?? []) button.setAttribute('aria-disabled', String(isBusy));
  }

  async #copy(): Promise<void> {
    try {
      const text = JSON.stringify(await BackgroundTask.getReportAsync(), null, 2);
      try {
        await navigator.clipboard.writeText(text);
        this.#panel?.say('The report is in the clipboard.');
      } catch {
        this.#panel?.offer(text);
        this.#panel?.say('The clipboard is out of reach: copy it from here.');
      }
    } catch (error: unknown) {
      this.#panel?.say(said(error));
    }
  }
}

/** Returns a function that removes the listener, even if it is still being added. Where tasks cannot run, adding it fails and nothing needs removal. */
function later(handle: Promise<BackgroundTaskListenerHandle>): () => void {
  handle.catch(() => undefined);
  return () => void handle.then(({ remove }) => remove()).catch(() => undefined);
}

function said(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return `${code ?? 'Error'}: ${message ?? String(error)}`;
}
