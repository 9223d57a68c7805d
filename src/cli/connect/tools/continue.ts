import { join } from 'node:path';
import { UsageError } from '../../usage-error.ts';
import { keyOf, type Machine, type Path, type Tool } from '../tool.ts';

const item = (name: string): Path => ['models', { named: 'Noria' }, name];

/**
 * `config.yaml` with `name`, `version` and `schema`, and models of the provider `openai` with an address of their own.
 * Where both are there, it is read instead of the older `config.json`.
 * Source: https://docs.continue.dev/customize/model-providers/top-level/openai, https://docs.continue.dev/reference (2026-11-21)
 */
export const continueDev: Tool = {
  id: 'continue',
  name: 'Continue',
  about: 'assistant in VS Code and JetBrains',
  isFound: (machine) => machine.exists(folderOf(machine)),
  settings: (target, machine) => {
    if (target.project) throw new UsageError('Continue keeps the key beside the model: leave --project out');
    const older = join(folderOf(machine), 'config.json');
    const path = join(folderOf(machine), 'config.yaml');
    const hides = machine.exists(older) && !machine.exists(path);
    return {
      files: [
        {
          path,
          format: 'yaml',
          entries: [
            { path: ['name'], value: 'Local Config', onlyIfMissing: true },
            { path: ['version'], value: '1.0.0', onlyIfMissing: true },
            { path: ['schema'], value: 'v1', onlyIfMissing: true },
            { path: item('provider'), value: 'openai' },
            { path: item('model'), value: target.model },
            { path: item('apiBase'), value: `${target.url}/v1` },
            { path: item('apiKey'), value: keyOf(target), secret: true },
          ],
        },
      ],
      environment: {},
      steps: [
        ...(hides ? [`${older} is not read any more once config.yaml is there: move its models over.`] : []),
        'Choose "Noria" in the list of models.',
      ],
      witness: { url: item('apiBase'), key: item('apiKey') },
    };
  },
};

function folderOf({ env, home }: Machine): string {
  return env['CONTINUE_GLOBAL_DIR'] || join(home, '.continue');
}
