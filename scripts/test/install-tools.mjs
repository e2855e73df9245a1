// Installs the tools that the suites lack. It runs before anything else is installed, so it uses only Node 20 and its own modules.
import { installMissingTools } from './missing-tools.mjs';
import { suites } from './suites.mjs';

await installMissingTools(suites, (text) => console.log(text));
