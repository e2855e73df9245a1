/** The number that a Gradle file gives to a name: `name = 24`, `name 24`, `name("24")`; undefined if it is computed. */
export function gradleNumber(source: string, name: string): number | undefined {
  const match = new RegExp(`(?:^|[^\\w.])${name}\\s*(?:=|\\()?\\s*['"]?(\\d+)\\b`).exec(withoutComments(source));
  return match ? Number(match[1]) : undefined;
}

export function gradleString(source: string, name: string): string | undefined {
  return new RegExp(`(?:^|[^\\w.])${name}\\s*(?:=|\\()?\\s*['"]([^'"]+)['"]`).exec(withoutComments(source))?.[1];
}

export function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, ' ').replace(/(^|[^:'"])\/\/[^\n]*/g, '$1');
}
