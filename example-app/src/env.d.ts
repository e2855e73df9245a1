/// <reference types="vite/client" />

interface ImportMetaEnv {
  /** Where the notes server is; default: port 4180 of this machine. */
  readonly VITE_SERVER_URL?: string;
  /** Minutes between two uploads; default 15. */
  readonly VITE_SYNC_MINUTES?: string;
}
