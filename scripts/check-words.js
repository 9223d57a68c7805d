// Both languages of the app complete and rightly set: `node scripts/check-words.js` prints what is not.
import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { findWordFaults } from './find-word-faults.js';
import { inRoot } from './root.js';

const languages = ['en', 'fr'];
const names = new Set(languages.flatMap((language) => readdirSync(inRoot('web', 'locales', language))));

const faults = [...names].flatMap((name) =>
  findWordFaults(
    name.replace('.json', ''),
    new Map(languages.map((language) => [language, wordsOf(language, name)])),
  ),
);
for (const fault of faults) console.log(fault);
process.exitCode = faults.length > 0 ? 1 : 0;

function wordsOf(language, name) {
  try {
    return JSON.parse(readFileSync(inRoot('web', 'locales', language, name), 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return {};
    throw new Error(`${language}/${name}: ${error.message}`, { cause: error });
  }
}
