import { join } from 'node:path';
import { keyOf, type Machine, type Target, type Tool } from '../tool.ts';

const provider = (...names: string[]): string[] => ['provider', 'noria', ...names];

/**
 * A provider of one's own over `@ai-sdk/openai-compatible`; its models must be listed. Version 2 reads the same places and,
 * as its guide says, the same words. `{env:NAME}` is filled from the environment.
 * Source: https://opencode.ai/v1/docs/providers, https://opencode.ai/docs/en/config,
 * https://opencode.ai/v2/docs/migrate-v1 (2026-11-21)
 */
export const opencode: Tool = {
  id: 'opencode',
  name: 'OpenCode',
  about: 'agent in the terminal',
  isFound: (machine) => machine.hasCommand('opencode') || machine.exists(folderOf(machine)),
  settings: (target, machine) => {
    const { url, model, project } = target;
    return {
      files: [
        {
          path: fileOf(target, machine),
          format: 'jsonc',
          entries: [
            { path: ['$schema'], value: 'https://opencode.ai/config.json', onlyIfMissing: true },
            { path: ['model'], value: `noria/${model}` },
            { path: provider('npm'), value: '@ai-sdk/openai-compatible' },
            { path: provider('name'), value: 'Noria' },
            { path: provider('options', 'baseURL'), value: `${url}/v1` },
            {
              path: provider('options', 'apiKey'),
              value: project ? '{env:NORIA_API_KEY}' : keyOf(target),
              secret: true,
            },
            { path: provider('models', model, 'name'), value: `Noria ${model}` },
          ],
        },
      ],
      environment: project ? { NORIA_API_KEY: keyOf(target) } : {},
      steps: ['Start it again: opencode'],
      witness: { url: provider('options', 'baseURL'), key: provider('options', 'apiKey') },
    };
  },
};

function folderOf({ env, home }: Machine): string {
  return join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'opencode');
}

/** The one with comments where that is the one there is. */
function fileOf({ project }: Target, machine: Machine): string {
  const plain = join(project ? machine.folder : folderOf(machine), 'opencode.json');
  return !machine.exists(plain) && machine.exists(`${plain}c`) ? `${plain}c` : plain;
}
