import { expect, test } from 'vitest';
import { reasonOf } from './install-peer.ts';

const failed = (stderr: string): Error => Object.assign(new Error('Command failed: npm install'), { stderr });

test("a registry that cannot be reached is told in npm's one line that says so", () => {
  const said = [
    'npm warn Unknown user config',
    'npm error code ECONNREFUSED',
    'npm error syscall connect',
    'npm error errno ECONNREFUSED',
    'npm error FetchError: request to http://127.0.0.1:9/x failed, reason: connect ECONNREFUSED 127.0.0.1:9',
    'npm error     at ClientRequest.<anonymous> (/npm/fetch.js:130:14)',
  ];
  expect(reasonOf(failed(said.join('\n')))).toBe(
    'FetchError: request to http://127.0.0.1:9/x failed, reason: connect ECONNREFUSED 127.0.0.1:9',
  );
});

test('without such a line the code is told, and without npm what went wrong', () => {
  expect(reasonOf(failed('npm error code EACCES\nnpm error syscall mkdir\n'))).toBe('code EACCES');
  expect(reasonOf(new Error('spawn npm ENOENT'))).toBe('spawn npm ENOENT');
});
