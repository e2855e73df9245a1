// Installs what the suites lack and can be had, before anything else is installed: Node 20 and its own modules only.
import { installMissingTools } from './missing-tools.mjs';
import { suites } from './suites.mjs';

await installMissingTools(suites, (text) => console.log(text));
