import { loadCatalog } from '../catalog/load-catalog.ts';
import { demo } from './demo.ts';
import { simulateUsage } from './simulate-options.ts';
import { start } from './start.ts';
import { tuneRuntime } from './tune-runtime.ts';

tuneRuntime();

const [command = 'start', ...rest] = process.argv.slice(2);

const usage = `Usage: noria [start | demo | simulate]

  start     starts the gateway (default)
  demo      the same, with simulated providers and some traffic
  simulate  a day of traffic in seconds: what your keys can carry

Settings come from the environment, .env and noria.yaml:
see docs/configuration.md
`;

const wantsHelp =
  ['help', '--help', '-h'].includes(command) || rest.includes('--help') || rest.includes('-h');

if (wantsHelp) process.stdout.write(command === 'simulate' ? simulateUsage : usage);
else if (rest.length > 0 && command !== 'simulate') refuse(`${command} takes no "${rest.join(' ')}"`);
else await run();

async function run(): Promise<void> {
  switch (command) {
    case 'start':
      await start();
      return;
    case 'demo':
      await demo();
      return;
    case 'simulate': {
      // Brings the simulated providers along, which a start has no use for.
      const { simulate } = await import('./simulate.ts');
      const { exitCode, output, errors } = await simulate(rest);
      process.stdout.write(output);
      process.stderr.write(errors);
      process.exitCode = exitCode;
      return;
    }
    // What the launcher wants after an installation: every module loaded once, and so kept compiled by Node.
    case 'warm-up':
      await loadCatalog();
      return;
    default:
      refuse(`there is no command "${command}"`);
  }
}

function refuse(why: string): void {
  process.stderr.write(`noria: ${why}\n\n${usage}`);
  process.exitCode = 2;
}
