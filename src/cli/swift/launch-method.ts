import { MASK } from './mask-swift.js';

export interface LaunchMethod {
  /** Offset of `func`. */
  readonly start: number;
  /** Offset just after the body's opening brace. */
  readonly bodyStart: number;
  /** Offset of the body's closing brace. */
  readonly bodyEnd: number;
}

/** Every `application(_:didFinishLaunchingWithOptions:) -> Bool` of a masked source. */
export function findLaunchMethods(masked: string): LaunchMethod[] {
  const methods: LaunchMethod[] = [];
  for (const match of masked.matchAll(/\bfunc\s+application\s*\(/g)) {
    const open = match.index + match[0].length - 1;
    const close = closing(masked, open, '(', ')');
    if (close === undefined) continue;
    const parameters = masked.slice(open + 1, close).replaceAll(MASK, ' ');
    // Formatters turn a parameter that is not used into a bare `_`.
    if (!/^\s*_(?:\s+\w+)?\s*:\s*(?:UIKit\.)?UIApplication\b[^,]*,\s*didFinishLaunchingWithOptions\b/.test(parameters)) continue;
    const result = /^[\s\u0001]*->[\s\u0001]*Bool[\s\u0001]*\{/.exec(masked.slice(close + 1));
    if (!result) continue;
    const bodyStart = close + 1 + result[0].length;
    const bodyEnd = closing(masked, bodyStart - 1, '{', '}');
    if (bodyEnd !== undefined) methods.push({ start: match.index, bodyStart, bodyEnd });
  }
  return methods;
}

/**
 * Whether a call at `offset` is made while the app launches: in a launch method, in one that runs before it, or in a
 * function that a launch method calls.
 */
export function isCalledAtLaunch(masked: string, methods: readonly LaunchMethod[], offset: number): boolean {
  if (methods.some((method) => isIn(method, offset))) return true;
  const around = enclosingFunction(masked, offset);
  if (!around) return false;
  if (/\bwillFinishLaunchingWithOptions\b/.test(around.parameters)) return true;
  const call = new RegExp(`\\b${around.name}\\s*\\(`);
  return methods.some((method) => call.test(masked.slice(method.bodyStart, method.bodyEnd)));
}

export function isIn({ bodyStart, bodyEnd }: LaunchMethod, offset: number): boolean {
  return offset >= bodyStart && offset <= bodyEnd;
}

/**
 * Whether a call at `offset` stands in a callback of scenes, views or plugins, which come when launching has ended, or
 * in an initialiser: that of a SwiftUI app comes before there is an application to ask.
 */
export function isCalledAtWrongTime(masked: string, offset: number): boolean {
  return /^(?:init$|scene|view|load$|applicationDid|applicationWill)/.test(enclosingFunction(masked, offset)?.name ?? '');
}

function enclosingFunction(masked: string, offset: number): { readonly name: string; readonly parameters: string } | undefined {
  let found: { readonly name: string; readonly parameters: string } | undefined;
  for (const match of masked.slice(0, offset).matchAll(/\b(?:func\s+(\w+)|init)\s*\(/g)) {
    const open = match.index + match[0].length - 1;
    const close = closing(masked, open, '(', ')');
    const body = close === undefined ? -1 : masked.indexOf('{', close);
    if (close === undefined || body === -1 || body > offset || (closing(masked, body, '{', '}') ?? 0) < offset) continue;
    found = { name: match[1] ?? 'init', parameters: masked.slice(open + 1, close) };
  }
  return found;
}

/** Offset of the bracket that closes the one at `open`. */
function closing(masked: string, open: number, left: string, right: string): number | undefined {
  let depth = 0;
  for (let at = open; at < masked.length; at += 1) {
    if (masked[at] === left) depth += 1;
    if (masked[at] === right) {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return undefined;
}

/** Depth of `#if` around an offset of a masked source. */
export function conditionalDepth(masked: string, offset: number): number {
  let depth = 0;
  for (const [, directive] of masked.slice(0, offset).matchAll(/^[ \t]*#(if|endif)\b/gm)) {
    depth += directive === 'if' ? 1 : -1;
  }
  return depth;
}

/** The conditions of `#if`, `#elseif` and `#else` around an offset of a masked source, the outermost first. */
export function conditionsAround(masked: string, offset: number): string[] {
  const conditions: string[] = [];
  for (const [, directive, text = ''] of masked.slice(0, offset).matchAll(/^[ \t]*#(if|elseif|else|endif)\b([^\n]*)/gm)) {
    if (directive !== 'if') conditions.pop();
    if (directive !== 'endif') conditions.push(`${directive} ${text.replaceAll(MASK, '').trim()}`);
  }
  return conditions;
}

/** Offset after the brace that opens the only class of a source that is the app's delegate and may be given a launch method. */
export function delegateWithoutLaunchMethod(masked: string): number | undefined {
  const classes = [...masked.matchAll(/\bclass\s+\w+\s*:\s*([^{]*\bUIApplicationDelegate\b[^{]*)\{/g)];
  const [only] = classes;
  if (!only || classes.length > 1 || /\b(?:did|will)FinishLaunchingWithOptions\b/.test(masked)) return undefined;
  // Any other superclass may have the method itself, which would then need `override`.
  const isPlain = /^(?:UIResponder|NSObject|UIApplicationDelegate)\b/.test(only[1] ?? '');
  return isPlain && conditionalDepth(masked, only.index) === 0 ? only.index + only[0].length : undefined;
}
