import { AsyncLocalStorage } from 'node:async_hooks';

/** Whose code is running: a timer, a message or a call of the scenario enters a context, and all that follows from it stays there. */
export const currentContext = new AsyncLocalStorage<object>();

type Granted = (lock: object | null) => unknown;

interface LockOptions {
  readonly mode?: 'shared' | 'exclusive';
  readonly ifAvailable?: boolean;
  readonly signal?: AbortSignal;
}

interface Request {
  readonly name: string;
  readonly shared: boolean;
  readonly owner: object | undefined;
  readonly grant: () => void;
  readonly reject: (error: unknown) => void;
}

/** Web Locks of contexts that can die, and of which the browser can take locks. */
export class FakeLocks {
  #held: Request[] = [];
  #waiting: Request[] = [];

  request(name: string, ...rest: [Granted] | [LockOptions, Granted]): Promise<unknown> {
    const [options, granted] = rest.length === 2 ? rest : [{}, rest[0]];
    return new Promise((resolve, reject) => {
      const request: Request = {
        name,
        shared: options.mode === 'shared',
        owner: currentContext.getStore(),
        grant: () => {
          this.#held.push(request);
          Promise.resolve(granted({ name }))
            .then(resolve, reject)
            .finally(() => this.#leave(request));
        },
        reject,
      };
      if (this.#isFree(request)) request.grant();
      else if (options.ifAvailable === true) Promise.resolve(granted(null)).then(resolve, reject);
      else {
        this.#waiting.push(request);
        options.signal?.addEventListener('abort', () => {
          if (!this.#waiting.includes(request)) return;
          this.#waiting = this.#waiting.filter((one) => one !== request);
          reject(new DOMException('The request was aborted.', 'AbortError'));
        });
      }
    });
  }

  /** The context's locks are free, and what it waits for it does not get. `told`: it lives, and its requests reject. */
  release(owner: object, told: boolean): void {
    const gone = this.#held.filter((one) => one.owner === owner);
    this.#held = this.#held.filter((one) => one.owner !== owner);
    if (told) for (const one of gone) one.reject(new DOMException('The lock was stolen.', 'AbortError'));
    else this.#waiting = this.#waiting.filter((one) => one.owner !== owner);
    this.#admit();
  }

  #isFree({ name, shared }: Request): boolean {
    return this.#held.every((one) => one.name !== name || (shared && one.shared));
  }

  #leave(request: Request): void {
    this.#held = this.#held.filter((one) => one !== request);
    this.#admit();
  }

  #admit(): void {
    for (const request of [...this.#waiting]) {
      if (!this.#isFree(request)) continue;
      this.#waiting = this.#waiting.filter((one) => one !== request);
      request.grant();
    }
  }
}
