/** `npm run bench` and its parts; everything after the name of a part goes to it. */
import { measureHarvest } from './harvest.ts';
import { usage } from './options.ts';
import { measureOverhead } from './overhead.ts';
import { profile } from './profile.ts';
import { measureSaturation } from './saturation.ts';

const parts: Readonly<Record<string, (args: string[]) => Promise<void>>> = {
  overhead: measureOverhead,
  harvest: measureHarvest,
  saturation: measureSaturation,
  profile,
  decisions: async () => void (await import('./decisions.ts')),
};

const [name = '', ...rest] = process.argv.slice(2);
const part = Object.hasOwn(parts, name) ? parts[name] : undefined;
if (part !== undefined) await part(rest);
else if (name === '' || name.startsWith('-')) await measureOverhead(process.argv.slice(2));
else {
  console.error(`there is no benchmark "${name}"; there are ${Object.keys(parts).join(', ')}: ${usage}`);
  process.exitCode = 2;
}
