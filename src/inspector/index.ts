// `@capgo/capacitor-background-task/inspector`: an app that does not import it carries nothing of it.
import { BackgroundTaskInspector } from './inspector-element.js';
import type { InspectorPosition } from './inspector-element.js';

export { BackgroundTaskInspector };
export type { InspectorPosition };

const TAG = 'background-task-inspector';

export interface InspectorOptions {
  /** Whether its panel is open at first. Default false: a button that opens it. */
  readonly initialIsOpen?: boolean;
  /** The corner of the screen, or `'embedded'`: where `target` is, always open. Default `'bottom-right'`. */
  readonly position?: InspectorPosition;
  /** Whether its buttons that run tasks are missing. Default false. */
  readonly readOnly?: boolean;
  /** The element that it is put into. Default: the page's body. */
  readonly target?: Element;
}

export interface MountedInspector {
  readonly element: BackgroundTaskInspector;
  unmount(): void;
}

/** Shows the inspector. In a headless web view, where nobody sees it, and on a server there is no reason to call it. @since 8.2.0 */
export function mountInspector(options: InspectorOptions = {}): MountedInspector {
  const { initialIsOpen = false, position = 'bottom-right', readOnly = false, target = document.body } = options;
  const element = document.createElement(TAG) as BackgroundTaskInspector;
  element.position = position;
  element.readOnly = readOnly;
  element.isOpen = initialIsOpen;
  target.append(element);
  return { element, unmount: () => element.remove() };
}

// Inert on a server. A second copy of this module finds the name taken.
if (typeof customElements !== 'undefined' && customElements.get(TAG) === undefined) customElements.define(TAG, BackgroundTaskInspector);
