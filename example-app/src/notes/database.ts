// IndexedDB is shared by the page and the worker: what one writes, the other sees.
export interface StoreTypes {
  notes: { readonly id: string; readonly text: string; readonly createdAt: number; readonly uploadedAt: number | null };
  feed: {
    readonly id: 'latest';
    readonly items: readonly { readonly id: string; readonly title: string; readonly source: string }[];
    readonly fetchedAt: number;
  };
}

type StoreName = keyof StoreTypes;

let opening: Promise<IDBDatabase> | null = null;

function open(): Promise<IDBDatabase> {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('offline-notes', 1);
    request.onupgradeneeded = () => {
      request.result.createObjectStore('notes', { keyPath: 'id' });
      request.result.createObjectStore('feed', { keyPath: 'id' });
    };
    request.onsuccess = () => {
      // A later version of the app waits for this connection to end.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => {
      opening = null;
      reject(request.error ?? new Error('IndexedDB could not be opened'));
    };
  });
  return opening;
}

export async function readAll<Name extends StoreName>(name: Name): Promise<StoreTypes[Name][]> {
  const request = (await open()).transaction(name).objectStore(name).getAll() as IDBRequest<StoreTypes[Name][]>;
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error(`${name} could not be read`));
  });
}

/** Resolves when the record is stored for good. */
export async function write<Name extends StoreName>(name: Name, record: StoreTypes[Name]): Promise<void> {
  const transaction = (await open()).transaction(name, 'readwrite', { durability: 'strict' });
  transaction.objectStore(name).put(record);
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error(`${name} could not be written`));
  });
}
