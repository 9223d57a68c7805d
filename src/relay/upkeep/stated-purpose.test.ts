import { expect, test } from 'vitest';
import { statedPurpose } from './stated-purpose.ts';

test.each([
  [{ id: 'm', type: 'embedding' }, 'embedding'],
  [{ id: 'm', type: 'language' }, 'chat'],
  [{ name: 'm', task: { name: 'Text-to-Image' } }, 'image'],
  [{ name: 'm', task: { name: 'Automatic Speech Recognition' } }, 'transcription'],
  [{ name: 'm', endpoints: ['embed', 'classify'] }, 'embedding'],
  [{ name: 'm', capabilities: ['embedding'] }, 'embedding'],
  [{ name: 'm', capabilities: ['completion', 'tools'] }, 'chat'],
  [{ name: 'm', details: { family: 'nomic-bert', families: ['nomic-bert'] } }, 'embedding'],
  [{ name: 'm', details: { family: 'llama', families: null } }, null],
  [{ id: 'm', type: 'base', capabilities: { completion_chat: true } }, null],
  [{ id: 'm' }, null],
])('of %j it is said that it is for %s', (entry, purpose) => {
  expect(statedPurpose(entry)).toBe(purpose);
});
