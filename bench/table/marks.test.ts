import { expect, test } from 'vitest';
import { withBetweenMarks } from './marks.ts';

const page = '# Title\n\n<!-- bench:begin -->\nold\n<!-- bench:end -->\n\nAfter.\n';

test('what stands between the marks is replaced, and nothing else', () => {
  expect(withBetweenMarks(page, '\nnew\n\n')).toBe(
    '# Title\n\n<!-- bench:begin -->\nnew\n<!-- bench:end -->\n\nAfter.\n',
  );
});

test('writing the same twice changes nothing the second time', () => {
  const once = withBetweenMarks(page, 'new $1 $& text');
  expect(withBetweenMarks(once, 'new $1 $& text')).toBe(once);
});

test.each([
  ['none', 'no marks'],
  ['only the first', 'a <!-- bench:begin --> b'],
  ['in the wrong order', '<!-- bench:end --> b <!-- bench:begin -->'],
  ['twice', `${page}${page}`],
])('a page with marks %s is refused', (_how, text) => {
  expect(() => withBetweenMarks(text, 'new')).toThrow('bench:begin');
});
