import type { Ledger } from '../../src/web/ledger/ledger.js';
import type { OPTIONS as Options, ownWakeAt as OwnWakeAt } from '../web/ledger/fixture.js';
import type { SuiteReport, runLedgerSuites as RunLedgerSuites } from '../web/ledger/in-browser.js';

declare global {
  var ledger: Ledger;
  var OPTIONS: typeof Options;
  var ownWakeAt: typeof OwnWakeAt;
  var runLedgerSuites: typeof RunLedgerSuites;
}

// Each runs in the page, as text: nothing from around it can be used.

export const inPage = (): Promise<SuiteReport> => runLedgerSuites();

export const inWorker = (): Promise<SuiteReport> =>
  new Promise((resolve, reject) => {
    const worker = new Worker('/ledger-worker.js');
    worker.onmessage = ({ data }) => resolve(data as SuiteReport);
    worker.onerror = ({ message }) => reject(new Error(message));
  });

export const register = (name: string, now: number): Promise<string> => ledger.register(name, OPTIONS, now);

/** The token of the claim, as it is reported. */
export const openAndClaim = async (name: string, now: number): Promise<string | undefined> =>
  (await ledger.openAndClaim(ownWakeAt(now, [name]))).claimed[0]?.claim?.token;

export const heldTokens = async (): Promise<(string | undefined)[]> => (await ledger.openRuns()).map((run) => run.claim?.token);

export const finish = async (name: string, now: number): Promise<boolean> => {
  const [run] = await ledger.openRuns();
  const { accepted } = await ledger.finish(name, {
    taskId: run?.id ?? '',
    token: run?.claim?.token ?? '',
    outcome: 'success',
    error: null,
    now,
  });
  return accepted;
};

export const settledTimes = async (): Promise<number[]> => (await ledger.settledRuns({ limit: 1000 })).map((run) => run.settledAt);
