import type { Project } from '../project/project.js';
import { androidStep } from './android-step.js';
import { iosSteps } from './ios-steps.js';
import type { ConfigureOptions, Step } from './step.js';
import { webStep } from './web-step.js';

export type Platform = Step['platform'];

export const PLATFORMS: readonly Platform[] = ['ios', 'android', 'web'];

/** Does, for the given platforms, everything that the package needs of an app. */
export function configure(project: Project, platforms: readonly Platform[], options: ConfigureOptions): Step[] {
  return platforms.flatMap((platform) => {
    switch (platform) {
      case 'ios':
        return iosSteps(project, options);
      case 'android':
        return [androidStep(project)];
      case 'web':
        return [webStep(project)];
    }
  });
}
