import { demoSpecs } from './demo-fleet.ts';
import { startFleet } from './fleet.ts';

const fleet = await startFleet(demoSpecs());
process.stdout.write(
  '# Simulated providers; put these lines into the environment of Noria. Ctrl-C stops them.\n',
);
for (const [name, value] of Object.entries(fleet.env())) process.stdout.write(`${name}=${value}\n`);

const stop = (): void => void fleet.close();
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
