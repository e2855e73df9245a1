import { describe, expect, test } from 'vitest';
import { findMistakes } from '../../scripts/ios/check-layers.mjs';

const run = { path: 'Core/Records/Run.swift', source: 'struct Run: Sendable {}' };
const engine = { path: 'Core/Engine/Engine.swift', source: 'actor Engine {\n    let run: Run\n}' };
const host = { path: 'Adapters/Host.swift', source: 'import WebKit\n\n@MainActor\nfinal class Host: NSObject { let engine: Engine }' };

describe('the layers of the Swift sources', () => {
  test('a file may name the types of lower layers', () => {
    expect(findMistakes([run, engine, host])).toEqual([]);
  });

  test('a type of a higher layer is named with its home', () => {
    const record = { ...run, source: 'struct Run { let engine: Engine }' };
    expect(findMistakes([record, engine])).toEqual([
      'Core/Records/Run.swift: Core/Records may not know Engine of Core/Engine (Core/Engine/Engine.swift)',
    ]);
    const core = { ...engine, source: 'actor Engine { let host: Host }' };
    expect(findMistakes([core, host])).toEqual([
      'Core/Engine/Engine.swift: Core/Engine may not know Host of Adapters (Adapters/Host.swift)',
    ]);
  });

  test('Core imports no framework', () => {
    const core = { ...run, source: '@preconcurrency import Capacitor\nimport Foundation' };
    expect(findMistakes([core])).toEqual(['Core/Records/Run.swift: Core may not import Capacitor']);
  });

  test('comments and texts name what they like', () => {
    const record = { ...run, source: '/// See Engine.\nlet text = "Engine"' };
    expect(findMistakes([record, engine])).toEqual([]);
  });

  test('a file in no layer is refused', () => {
    expect(() => findMistakes([{ path: 'Helpers/All.swift', source: '' }])).toThrow('lies in no layer');
  });
});
