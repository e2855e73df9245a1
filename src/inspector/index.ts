// This is the entry `@capgo/capacitor-background-task/inspector`. An app that does not import it contains none of it.
import { BackgroundTaskInspector } from './inspector-element.js';
import type { InspectorPosition } from './inspector-element.js';

export { BackgroundTaskInspector };
export type { InspectorPosition };

const TAG = 'background-task-inspector';

export interface InspectorOptions {
  /** Opens the panel from the start. Default false: only the button that opens it shows. */
  readonly initialIsOpen?: boolean;
  /** Names the corner of the screen; `'embedded'` puts it where `target` is, always open. Default `'bottom-right'`. */
  readonly position?: InspectorPosition;
  /** Leaves out the buttons that run tasks. Default false. */
  readonly readOnly?: boolean;
  /** Takes the element to put it into. Default: the page's body. */
  readonly target?: Element;
}

export interface MountedInspector {
  readonly element: BackgroundTaskInspector;
  unmount(): void;
}

/**
 * Adds the inspector to a page. It needs a document, so it does not work on a server; a headless web view works, but nobody sees it there. @since
 * 8.2.0
 */
export function mountInspector(options: InspectorOptions = {}): MountedInspector {
  const { initialIsOpen = false, position = 'bottom-right', readOnly = false, target = document.body } = options;
  const element = document.createElement(TAG) as BackgroundTaskInspector;
  element.position = position;
  element.readOnly = readOnly;
  element.isOpen = initialIsOpen;
  target.append(element);
  return { element, unmount: () => element.remove() };
}

// A server has no custom elements. Where a second copy of this module is loaded, the first has already defined the name.
if (typeof customElements !== 'undefined' && customElements.get(TAG) === undefined) customElements.define(TAG, BackgroundTaskInspector);
