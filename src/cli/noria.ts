import { demo } from './demo.ts';
import { start } from './start.ts';

const [command = 'start', ...rest] = process.argv.slice(2);

const usage = `Usage: noria [start | demo]

  start   starts the gateway (default)
  demo    the same, with simulated providers and some traffic

Settings come from the environment, .env and noria.yaml: see docs/configuration.md
`;

switch (command) {
  case 'start':
    await start();
    break;
  case 'demo':
    await demo();
    break;
  // All modules are loaded by now, and Node has kept them compiled: what the launcher wants after an installation.
  case 'warm-up':
    break;
  case 'help':
  case '--help':
  case '-h':
    process.stdout.write(usage);
    break;
  default:
    process.stderr.write(`noria: there is no command "${[command, ...rest].join(' ')}"\n\n${usage}`);
    process.exitCode = 2;
}
