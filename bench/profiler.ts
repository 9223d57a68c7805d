/** Preloaded into a server (`node --import`): SIGWINCH starts a CPU profile, the next SIGWINCH writes it to NORIA_PROFILE. */
import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';

const session = new Session();
session.connect();
let isRunning = false;

process.on('SIGWINCH', () => void (isRunning ? stop() : start()));

async function start(): Promise<void> {
  isRunning = true;
  await session.post('Profiler.enable');
  await session.post('Profiler.setSamplingInterval', { interval: 200 });
  await session.post('Profiler.start');
}

async function stop(): Promise<void> {
  const { profile } = await session.post('Profiler.stop');
  writeFileSync(process.env['NORIA_PROFILE'] ?? 'profile.cpuprofile', JSON.stringify(profile));
}
