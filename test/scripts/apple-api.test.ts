import { expect, test } from 'vitest';
import { checkAppleApi, declaredNames, problemsOf } from '../../scripts/ios/apple-api.mjs';

test('what the Swift code uses and the stand-ins show is in the SDK, under these names', () => {
  const { compared, problems } = checkAppleApi();
  expect(problems).toEqual([]);
  expect(compared).toBeGreaterThan(140);
});

const SDK = `
declare class UIDevice extends NSObject {

\tstatic readonly currentDevice: UIDevice;

\treadonly batteryState: UIDeviceBatteryState;

\t/**
\t * @since 26.0
\t */
\tnewest(name: string): void;

\t/**
\t * @since 2.0
\t * @deprecated 13.0
\t */
\treadonly oldest: number;
}

/**
 * @since 17.0
 */
declare const enum Policy {

\tNone = 2
}

declare var DidBecomeActive: string;
`;
const of = (objc: string, more = {}) => problemsOf({ swift: objc, framework: 'UIKit', objc, ...more }, SDK);

test.each([
  ['a wrong name', of('UIDevice.curentDevice'), 'is not in the SDK'],
  ['a wrong type', of('UIDevices'), 'is not in the SDK'],
  [
    'a wrong declaration',
    of('UIDevice.batteryState', { has: ': number' }),
    'is "readonly batteryState: UIDeviceBatteryState;", not ": number"',
  ],
  ['a write of what is read-only', of('UIDevice.batteryState', { settable: true }), 'is read-only'],
  ['a member that is newer than the package supports', of('UIDevice.newest'), 'is there since iOS 26, the table says always'],
  ['a member of a newer type', of('Policy.None'), 'is there since iOS 17, the table says always'],
  ['what is deprecated', of('UIDevice.oldest'), 'is deprecated since iOS 13.0'],
  [
    'what the SDK has meanwhile',
    of('UIDevice.newest', { onlyDocumented: 'https://example.com' }),
    'is in the SDK now: take onlyDocumented out',
  ],
])('%s is found', (_, problems, expected) => expect(problems).toEqual([expected]));

test('what is right is no problem', () => {
  expect(of('UIDevice.currentDevice', { has: 'static readonly' })).toEqual([]);
  expect(of('Policy.None', { since: 17, has: '= 2' })).toEqual([]);
  expect(of('DidBecomeActive')).toEqual([]);
  expect(of('BGTaskScheduler.later', { onlyDocumented: 'https://example.com' })).toEqual([]);
});

test('the names of a stand-in are read, without those that are its own', () => {
  const source = `
    open class BGTask: NSObject {
        open var expirationHandler: (() -> Void)? { didSet {} }
        public class var shared: BGTask { one }
        public var standInCompleted = false
        private var count = 0
        public enum State: Int { case active = 0, inactive }
    }
    public protocol Handler { }
    public protocol Scheme {
        func start(_ task: Int)
    }
  `;
  const names = [
    'BGTask',
    'BGTask.expirationHandler',
    'BGTask.shared',
    'State',
    'State.active',
    'State.inactive',
    'Handler',
    'Scheme',
    'Scheme.start',
  ];
  expect(declaredNames(source)).toEqual(names);
});
