import { describe, expect, test } from 'vitest';
import { jsonText } from '../../src/core/json-data.js';

const RULES = { name: 'data', maximumBytes: 8192, invalid: 'INVALID_DATA', tooLarge: 'DATA_TOO_LARGE' } as const;
const textOf = (given: unknown): string => jsonText(given, RULES);
const cycle: Record<string, unknown> = {};
cycle['self'] = cycle;

describe('what equals its own round trip through JSON is taken', () => {
  test.each([
    ['null', null, 'null'],
    ['a string', 'a\u2028b', '"a\u2028b"'],
    ['half a surrogate pair', '\ud800', '"\\ud800"'],
    ['minus zero', -0, '0'],
    ['nested values', { list: [1, true, { deep: null }] }, '{"list":[1,true,{"deep":null}]}'],
    ['an object without a prototype', Object.assign(Object.create(null) as object, { a: 1 }), '{"a":1}'],
    ['a member named __proto__', JSON.parse('{"__proto__":{"a":1}}') as unknown, '{"__proto__":{"a":1}}'],
    ['a member that is undefined, as if it were absent', { a: 1, b: undefined }, '{"a":1}'],
  ])('%s', (_, given, expected) => {
    expect(textOf(given)).toBe(expected);
  });
});

describe('everything else is refused, and its place is named', () => {
  test.each([
    ['undefined', undefined, /^data: a value of type undefined/],
    ['undefined in an array', [1, undefined], /^data\[1\]: a value of type undefined/],
    ['a hole in an array', [, 1], /^data\[0\]/],
    ['NaN', { list: [{ x: NaN }] }, /^data\.list\[0\]\.x: NaN/],
    ['Infinity', Infinity, /^data: Infinity/],
    ['a BigInt', { a: 1n }, /BigInt/],
    ['a Date', { at: new Date(0) }, /^data\.at: /],
    ['a Map', new Map([[1, 2]]), /^data: /],
    ['a function', { call: () => 1 }, /^data\.call: a value of type function/],
    ['an instance of a class', new (class Note {})(), /^data: /],
    ['what toJSON turns into something else', { toJSON: () => ({ a: 1 }), a: 1 }, /^data: /],
    ['a cycle', cycle, /circular/i],
    ['a getter that throws', Object.defineProperty({}, 'a', { enumerable: true, get: () => { throw new Error('no'); } }), /no/], // prettier-ignore
  ])('%s', (_, given, message) => {
    expect(() => textOf(given)).toThrow(
      expect.objectContaining({ code: 'INVALID_DATA', message: expect.stringMatching(message) as string }),
    );
  });
});

test('the size counts bytes of UTF-8, and the limit itself is taken', () => {
  const text = '€'.repeat(2730);
  expect(textOf(text)).toBe(`"${text}"`);
  expect(() => textOf(`${text}x`)).toThrow(
    expect.objectContaining({ code: 'DATA_TOO_LARGE', message: expect.stringContaining('8193') as string }),
  );
});

test('what is nested too deeply for this engine is refused, not died on', () => {
  let deep: unknown = null;
  for (let depth = 0; depth < 100_000; depth++) deep = [deep];
  expect(() => textOf(deep)).toThrow(expect.objectContaining({ code: 'INVALID_DATA' }));
  expect(textOf(JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`))).toHaveLength(1000);
});
