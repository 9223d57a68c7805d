import { rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { startFleet } from '../fleet/fleet.ts';
import { askMany, childrenOf, dailyGroq, dailyYaml, envOf, folderWith } from './support/crew.ts';
import { groqKey } from './support/gateway.ts';
import { startNoria } from './support/process.ts';

const keys = [1, 2].map(groqKey);

describe('the log', () => {
  it('of all processes is one: whole lines, and no secret', async () => {
    const fleet = await startFleet([dailyGroq(keys, 5_000)]);
    const folder = folderWith(dailyYaml(5_000));
    const env = { ...envOf(fleet), NORIA_WORKERS: '2', LOG_LEVEL: 'debug' };
    const noria = await startNoria({ folder, env });
    expect(
      noria
        .output()
        .split('\n')
        .filter((line) => line.includes('is ready at')),
    ).toHaveLength(1);
    for (let round = 0; round < 5; round += 1) await askMany(noria.url, 60);
    await noria.kill('SIGTERM');
    const lines = noria
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{') || line.includes('"msg"'));
    for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow();
    expect(lines.filter((line) => line.includes('ok in'))).toHaveLength(300);
    for (const key of keys) expect(noria.output()).not.toContain(key);
    await fleet.close();
    rmSync(folder, { recursive: true, force: true });
  });
});

describe('the setting', () => {
  it('is refused in words when it is wrong', async () => {
    const folder = folderWith();
    for (const wrong of ['0', '65', 'many', '1.5'])
      await expect(startNoria({ folder, env: { NORIA_WORKERS: wrong } })).rejects.toThrow(
        `NORIA_WORKERS is "${wrong}"; allowed: auto, or a whole number from 1 to 64`,
      );
    rmSync(folder, { recursive: true, force: true });
  });

  it('that cannot have the port says so', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const folder = folderWith();
    const env = { NORIA_WORKERS: '2', PORT: String(port) };
    await expect(startNoria({ folder, env })).rejects.toThrow(`port ${port} is in use`);
    taken.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('auto is one worker for each core', async () => {
    const folder = folderWith();
    const noria = await startNoria({ folder, env: { NORIA_WORKERS: 'auto' } });
    const cores = availableParallelism();
    expect(childrenOf(noria.pid)).toHaveLength(cores === 1 ? 0 : cores);
    await noria.kill('SIGTERM');
    rmSync(folder, { recursive: true, force: true });
  });
});
