import type { PartialFiles } from '../doctor-runs.js';
import { healthyProject } from '../projects.js';
import { HEALTHY_XCODE } from './xcode.js';

/** An app of which doctor must say nothing bad. */
export interface HealthyProject {
  readonly name: string;
  readonly files: () => PartialFiles;
  /** Notes that it must get. */
  readonly notes?: readonly string[];
}

export const HEALTHY_PROJECTS: readonly HealthyProject[] = [
  { name: 'Vite', files: healthyProject },
  ...HEALTHY_XCODE,
  {
    name: 'F-W01: an import of a folder leads to its index file, on Windows too',
    files: () => {
      const { 'src/app.ts': app = '', 'src/main.ts': main = '', ...files } = healthyProject();
      const moved = app.replace("'./background-tasks'", "'../background-tasks'");
      return { ...files, 'src/main.ts': main, 'src/app/index.ts': moved };
    },
  },
];
