import { connectUsage } from './connect/connect-usage.ts';
import { doctorUsage } from './doctor/doctor-usage.ts';
import { resetAdminUsage } from './reset-admin/reset-admin-usage.ts';
import { simulateUsage } from './simulate-options.ts';
import type { CommandOutcome } from './simulate.ts';
import { tuneRuntime } from './tune-runtime.ts';

tuneRuntime();

const [command = 'start', ...rest] = process.argv.slice(2);

const usage = `Usage: noria [start | demo | doctor | connect | simulate | reset-admin]

  start     starts the gateway (default)
  demo      the same, with simulated providers and some traffic
  doctor    checks keys, providers, folder and tools; says what to do next
  connect   points Claude Code, Codex, Zed and other tools at Noria
  simulate  a day of traffic in seconds: what your keys can carry
  reset-admin
            a new administrator's token, for who has lost it

Settings come from the environment, .env and noria.yaml:
see docs/configuration.md
`;

const wantsHelp =
  ['help', '--help', '-h'].includes(command) || rest.includes('--help') || rest.includes('-h');

/** Commands with options of their own. Each brings its modules along only when it is asked for. */
const own = new Map<string, { readonly usage: string; run(): Promise<CommandOutcome> }>(
  Object.entries({
    // Needs the simulated providers.
    simulate: {
      usage: simulateUsage,
      run: async () => (await import('./simulate.ts')).simulate(rest),
    },
    connect: {
      usage: connectUsage,
      run: async () => (await import('./connect/connect.ts')).connect(rest),
    },
    doctor: {
      usage: doctorUsage,
      run: async () => (await import('./doctor/doctor.ts')).doctor(rest),
    },
    'reset-admin': {
      usage: resetAdminUsage,
      run: async () => (await import('./reset-admin/reset-admin.ts')).resetAdmin(rest),
    },
  }),
);

if (wantsHelp) process.stdout.write(own.get(command)?.usage ?? usage);
else if (rest.length > 0 && !own.has(command)) refuse(`${command} takes no "${rest.join(' ')}"`);
else await run();

async function run(): Promise<void> {
  switch (command) {
    case 'start':
      await (await import('./start.ts')).start();
      return;
    case 'demo':
      await (await import('./demo.ts')).demo();
      return;
    // What the launcher wants after an installation: every module loaded once, and so kept compiled by Node.
    case 'warm-up':
      await Promise.all([import('./start.ts'), import('./demo.ts')]);
      await (await import('../catalog/load-catalog.ts')).loadCatalog();
      return;
    default:
      await runOwn();
  }
}

async function runOwn(): Promise<void> {
  const asked = own.get(command);
  if (asked === undefined) {
    refuse(`there is no command "${command}"`);
    return;
  }
  const { exitCode, output, errors } = await asked.run();
  process.stdout.write(output);
  process.stderr.write(errors);
  process.exitCode = exitCode;
}

function refuse(why: string): void {
  process.stderr.write(`noria: ${why}\n\n${usage}`);
  process.exitCode = 2;
}
