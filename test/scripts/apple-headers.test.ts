import { expect, test } from 'vitest';
import { checkAppleHeaders, headerProblems } from '../../scripts/ios/apple-headers.mjs';
import { declarationsOf } from '../../scripts/ios/read-header.mjs';

test("our headers of Apple's frameworks declare what Apple's SDK declares", () => {
  const { compared, problems } = checkAppleHeaders();
  expect(problems).toEqual([]);
  expect(compared).toBeGreaterThan(200);
});

const SDK = `
declare class Page extends NSObject {

\treadonly window: Window;

\ttitle: string | null;

\t/**
\t * @since 17.0
\t */
\tpolicy: Policy;

\tevaluateScriptCompletionHandler(script: string, completionHandler: (p1: any, p2: NSError | null) => void | null): void;

\tcreatePageForWindow(window: Window): Page | null;
}

declare const enum Decision {

\tGrant = 0,

\tDeny = 1
}

declare var DidAppear: string;
`;

/** What is wrong of a line inside of `@interface Page`, or of a line on its own. */
const problems = (line: string, isMember = true) =>
  declarationsOf(isMember ? `@interface Page : NSObject\n${line}\n@end` : line).flatMap((one) => headerProblems(one, SDK));

test.each([
  '@property (nonatomic, readonly) Window *window;',
  '@property (nullable, nonatomic, copy) NSString *title;',
  '@property (nonatomic) Policy policy IOS(17.0);',
  '- (void)evaluateScript:(NSString *)script completionHandler:(void (^_Nullable)(id _Nullable result, NSError *_Nullable error))handler;',
  '- (nullable Page *)createPageForWindow:(Window *)window NS_SWIFT_NAME(create(for:));',
])('%s is as the SDK has it', (line) => expect(problems(line)).toEqual([]));

test.each([
  ['a wrong name', '- (nullable Page *)createPageInWindow:(Window *)window;', 'is not in the SDK'],
  ['a method of the class', '+ (nullable Page *)createPageForWindow:(Window *)window;', 'is of instances'],
  ['a parameter too few', '- (void)evaluateScriptCompletionHandler:(NSString *)script;', 'has 2 parameters'],
  ['a wrong type of a parameter', '- (nullable Page *)createPageForWindow:(Page *)window;', 'parameter 1 is Window, not Page'],
  [
    'a parameter that may not be nil',
    '- (nullable Page *)createPageForWindow:(nullable Window *)window;',
    'parameter 1 may not be nil: Window',
  ],
  ['a result that may be nil', '- (Page *)createPageForWindow:(Window *)window;', 'its result may be nil: Page | null'],
  ['a block that may be nil', '- (void)evaluateScript:(NSString *)script completionHandler:(void (^)(id result))handler;', 'may be nil'],
  ['a property that is read-only', '@property (nonatomic) Window *window;', 'is read-only'],
  ['a property that may be written', '@property (nullable, readonly) NSString *title;', 'may be written'],
  ['a wrong type of a property', '@property (nullable) NSDate *title;', 'it is string, not Date'],
  ['a property that may be nil', '@property (copy) NSString *title;', 'it may be nil: string | null'],
  ['a missing version', '@property (nonatomic) Policy policy;', 'is there since iOS 17, the header says always'],
  ['a wrong version', '@property (nonatomic) Policy policy IOS(16.0);', 'is there since iOS 17, the header says 16'],
])('%s is found', (_, line, expected) => {
  const found = problems(line);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(expected);
});

test('types, cases and constants are compared by their names', () => {
  const listed = (name: string) => `typedef NS_ENUM(NSInteger, Decision) {\n    ${name},\n} NS_SWIFT_NAME(Page.Decision);`;
  expect(problems(listed('DecisionDeny'), false)).toEqual([]);
  expect(problems(listed('DecisionAsk'), false)).toEqual(['is not in the SDK']);
  expect(problems('extern NSNotificationName const DidAppear NS_SWIFT_NAME(Page.didAppear);', false)).toEqual([]);
  expect(problems('extern NSNotificationName const DidVanish;', false)).toEqual(['is not in the SDK']);
  expect(problems('@protocol Pages <NSObject>\n@end', false)).toEqual(['is not in the SDK']);
  expect(problems('@interface Page : UIView\n@end', false)).toEqual(['is a NSObject, not a UIView']);
});
