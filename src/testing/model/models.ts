import type { PlatformKind } from '../../core/options.js';
import { createAndroidModel } from './android-model.js';
import { withWorkAtOnce } from './at-once.js';
import { createIosModel } from './ios-model.js';
import type { WakeModel, WakeModelPorts } from './wake-model.js';
import { createWebModel } from './web-model.js';

export function createWakeModel(platform: PlatformKind, ports: WakeModelPorts): WakeModel {
  return withWorkAtOnce(platform, systemModel(platform, ports));
}

function systemModel(platform: PlatformKind, ports: WakeModelPorts): WakeModel {
  switch (platform) {
    case 'android':
      return createAndroidModel();
    case 'ios':
      return createIosModel(ports);
    case 'web':
      return createWebModel();
  }
}
