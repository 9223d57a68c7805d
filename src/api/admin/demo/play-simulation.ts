import type { Playing } from './demo.ts';

/** The project's own simulated fleet, loaded when somebody asks for it: the only door to it from here. */
export async function playSimulation(id: string, model: string): Promise<Playing> {
  const { startSimulation } = await import('../../../../fleet/simulation.ts');
  return startSimulation(id, model);
}
