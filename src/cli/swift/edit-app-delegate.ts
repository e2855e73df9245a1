import { IMPORT_LINE, LAUNCH_CALL, LAUNCH_METHOD, LAUNCH_TYPE, SWIFT_MODULE } from '../package-facts.js';
import { lineStart, newlineOf, nextLineStart } from '../text/line-layout.js';
import { applyEdits, insertion, type TextEdit } from '../text/text-edit.js';
import {
  conditionalDepth,
  conditionsAround,
  delegateWithoutLaunchMethod,
  findLaunchMethods,
  isCalledAtLaunch,
  isIn,
  type LaunchMethod,
} from './launch-method.js';
import { MASK, maskSwift } from './mask-swift.js';

export type AppDelegateResult =
  { readonly ok: true; readonly text: string; readonly changes: readonly string[] } | { readonly ok: false; readonly reason: string };

const CALL = new RegExp(`\\b${LAUNCH_TYPE}\\s*\\.\\s*${LAUNCH_METHOD}\\s*\\(`, 'g');
const IMPORT = new RegExp(
  `^[^\\S\\n]*(?:(?:@\\w+(?:\\([^)\\n]*\\))?|internal|public|package|fileprivate|private)\\s+)*import\\s+(?:\\w+\\s+)?${SWIFT_MODULE}\\b`,
  'm',
);

/** Adds the import and the launch call, only where missing. `text` equals the input when nothing is. */
export function editAppDelegate(text: string): AppDelegateResult {
  const masked = maskSwift(text);
  const methods = findLaunchMethods(masked);
  const calls = [...masked.matchAll(CALL)].map(({ index }) => index);
  const [method] = methods;
  if (calls.length > 0 && !calls.some((call) => isCalledAtLaunch(masked, methods, call))) {
    return { ok: false, reason: `${LAUNCH_CALL} is called outside application(_:didFinishLaunchingWithOptions:)` };
  }
  const classStart = method || calls.length > 0 ? undefined : delegateWithoutLaunchMethod(masked);
  if (!method && calls.length === 0 && classStart === undefined) {
    return { ok: false, reason: 'no application(_:didFinishLaunchingWithOptions:) that returns Bool was found' };
  }
  const isVaried = methods.length > 1 || (method !== undefined && conditionalDepth(masked, method.start) > 0);
  if (isVaried && !methods.every((each) => calls.some((call) => isIn(each, call)))) {
    return { ok: false, reason: 'application(_:didFinishLaunchingWithOptions:) stands under #if, or more than once' };
  }
  const [importOfCapacitor] = masked.matchAll(/^[^\S\n]*(?:@\w+[^\S\n]+)*import[^\S\n]+(?:CapgoBackgroundTaskPlugin|Capacitor)\b/gm);
  const imported = importOfCapacitor ? conditionsAround(masked, importOfCapacitor.index) : [];
  if (imported.length > 0 && (calls.length === 0 || !IMPORT.test(masked))) {
    return { ok: false, reason: 'Capacitor is imported under #if, and the lines belong under the same condition' };
  }
  const [call] = calls;
  if (calls.length === 1 && call !== undefined && conditionsAround(masked, call).some((each) => !imported.includes(each))) {
    return { ok: false, reason: `${LAUNCH_CALL} is called under #if only` };
  }
  const edits: TextEdit[] = [];
  const changes: string[] = [];
  if (!IMPORT.test(masked)) {
    edits.push(importEdit(text, masked));
    changes.push(`added "${IMPORT_LINE}"`);
  }
  if (method && calls.length === 0) {
    const returned = returnEdits(masked, method);
    if (!returned) return { ok: false, reason: 'its launch method has no "return", so nothing can be put before its only expression' };
    edits.push(callEdit(text, masked, method), ...returned);
    const withReturn = returned.length === 0 ? '' : ' and "return"';
    changes.push(`added "${LAUNCH_CALL}"${withReturn} to application(_:didFinishLaunchingWithOptions:)`);
  }
  if (classStart !== undefined) {
    edits.push(methodEdit(text, classStart));
    changes.push(`added application(_:didFinishLaunchingWithOptions:) with "${LAUNCH_CALL}"`);
  }
  return { ok: true, text: applyEdits(text, edits), changes };
}

/** Swift lets a body that is one expression leave out `return`; with a statement before it, it may not. */
function returnEdits(masked: string, { bodyStart, bodyEnd }: LaunchMethod): TextEdit[] | undefined {
  const body = masked.slice(bodyStart, bodyEnd);
  const outer = outsideOfBraces(body);
  const isStatement = /\breturn\b/.test(outer) || (/\breturn\b/.test(body) && /\b(?:if|guard|switch|do|while|for)\b/.test(outer));
  if (isStatement) return [];
  const only = /^[\s\u0001]*(?=(?:true|false)[\s\u0001]*$)/.exec(body);
  return only ? [insertion(bodyStart + only[0].length, 'return ')] : undefined;
}

/** A `return` in a closure says nothing about the method. */
function outsideOfBraces(body: string): string {
  let depth = 0;
  return [...body]
    .filter((char) => {
      if (char === '{') depth += 1;
      if (char === '}') depth -= 1;
      return depth === 0;
    })
    .join('');
}

function importEdit(text: string, masked: string): TextEdit {
  const newline = newlineOf(text);
  const imports = [...masked.matchAll(/^[^\S\n]*(?:@\w+[^\S\n]+|\w+[^\S\n]+)*import[^\S\n]+[\w.]/gm)];
  const last = imports.findLast(({ index }) => conditionalDepth(masked, index) === 0);
  if (!last) {
    const firstCode = masked.search(new RegExp(`[^\\s${MASK}\\uFEFF]`));
    return insertion(lineStart(text, firstCode), `${IMPORT_LINE}${newline}`);
  }
  // In the masked source a comment that begins on this line and spans others holds no line end.
  const at = nextLineStart(masked, last.index);
  return text[at - 1] === '\n' ? insertion(at, `${IMPORT_LINE}${newline}`) : insertion(at, `${newline}${IMPORT_LINE}`);
}

/** As the first statement: what follows may return early. */
function callEdit(text: string, masked: string, method: LaunchMethod): TextEdit {
  const bodyLine = nextLineStart(masked, method.bodyStart);
  const restOfLine = masked.slice(method.bodyStart, bodyLine);
  if (bodyLine > method.bodyEnd || /[^\s\u0001]/.test(restOfLine)) {
    return insertion(method.bodyStart, ` ${LAUNCH_CALL};`);
  }
  const indent = bodyIndent(text, method, bodyLine);
  return insertion(bodyLine, `${indent}${LAUNCH_CALL}${newlineOf(text)}`);
}

function bodyIndent(text: string, method: LaunchMethod, bodyLine: number): string {
  const outer = /^[ \t]*/.exec(text.slice(lineStart(text, method.start)))?.[0] ?? '';
  const inner = /^([ \t]*)\S/m.exec(text.slice(bodyLine, method.bodyEnd))?.[1] ?? '';
  if (inner.length > outer.length) return inner;
  return outer + (outer.includes('\t') ? '\t' : '    ');
}

function methodEdit(text: string, classStart: number): TextEdit {
  const newline = newlineOf(text);
  const lines = appDelegateLines()
    .slice(2)
    .map((line) => `    ${line}${newline}`);
  return insertion(classStart, newline + lines.join(''));
}

/** The lines for a person to paste. */
export function appDelegateLines(): string[] {
  return [
    IMPORT_LINE,
    '',
    'func application(_ application: UIApplication, didFinishLaunchingWithOptions launchOptions: [UIApplication.LaunchOptionsKey: Any]?) -> Bool {',
    `    ${LAUNCH_CALL}`,
    '    return true',
    '}',
  ];
}

/** The same for an app delegate in Objective-C. */
export function objectiveCLines(): string[] {
  return [
    `@import ${SWIFT_MODULE};`,
    '',
    '- (BOOL)application:(UIApplication *)application didFinishLaunchingWithOptions:(NSDictionary *)launchOptions {',
    `    [${LAUNCH_TYPE} ${LAUNCH_METHOD}];`,
    '    return YES;',
    '}',
  ];
}
