import { ANDROID_RULES } from './android-rules.js';
import { IOS_RULES } from './ios-rules.js';
import type { Rule } from './rule.js';
import { WEB_RULES } from './web-rules.js';

/** Lists every rule that the virtual device and the forecast follow, with its source. */
export const PLATFORM_RULES: readonly Rule<unknown>[] = [...ANDROID_RULES, ...IOS_RULES, ...WEB_RULES];
