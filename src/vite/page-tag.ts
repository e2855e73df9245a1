import { BASE_META_NAME } from '../core/artifacts.js';

/** The tag that tells a page where the worker is, for pages that Vite does not make: the tasks module, which each of them loads, puts it there. */
export function withPageTag(code: string, base: string): string {
  const name = JSON.stringify(BASE_META_NAME);
  const place = `document.head.append(Object.assign(document.createElement("meta"), { name: ${name}, content: ${JSON.stringify(base)} }))`;
  // Behind the code, so that its source map stays right. The page looks for the tag when a method is called, not before.
  return `${code}\n;typeof document === "object" && !document.querySelector('meta[name=${name}]') && ${place};\n`;
}
