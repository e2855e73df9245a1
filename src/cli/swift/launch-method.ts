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
    const parameters = masked.slice(open + 1, close);
    if (!/^[\s\u0001]*_\s+\w+\s*:\s*UIApplication\b[^,]*,\s*didFinishLaunchingWithOptions\b/.test(parameters)) continue;
    const result = /^[\s\u0001]*->\s*Bool[\s\u0001]*\{/.exec(masked.slice(close + 1));
    if (!result) continue;
    const bodyStart = close + 1 + result[0].length;
    const bodyEnd = closing(masked, bodyStart - 1, '{', '}');
    if (bodyEnd !== undefined) methods.push({ start: match.index, bodyStart, bodyEnd });
  }
  return methods;
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
