import { join } from 'node:path';
import { UsageError } from '../../usage-error.ts';
import { keyOf, type Machine, type Tool } from '../tool.ts';

const provider = (name: string): string[] => ['model_providers', 'noria', name];

/**
 * A provider of one's own over the Responses API, the only wire that current versions take (`wire_api = "chat"` stops them).
 * The key is read from the variable that `env_key` names. A project's `.codex/config.toml` cannot set a provider.
 * Source: https://developers.openai.com/codex/config-sample, https://docs.litellm.ai/docs/proxy/client_setup/codex_cli,
 * https://ngrok.com/docs/ai-gateway/agents/codex (2026-11-21)
 */
export const codex: Tool = {
  id: 'codex',
  name: 'Codex',
  about: 'OpenAI’s agent in the terminal',
  isFound: (machine) => machine.hasCommand('codex') || machine.exists(folderOf(machine)),
  settings: (target, machine) => {
    if (target.project)
      throw new UsageError('Codex reads providers only from its own folder: leave --project out');
    return {
      files: [
        {
          path: join(folderOf(machine), 'config.toml'),
          format: 'toml',
          entries: [
            { path: ['model'], value: target.model },
            { path: ['model_provider'], value: 'noria' },
            { path: provider('name'), value: 'Noria' },
            { path: provider('base_url'), value: `${target.url}/v1` },
            { path: provider('env_key'), value: 'NORIA_API_KEY' },
            { path: provider('wire_api'), value: 'responses' },
          ],
        },
      ],
      environment: { NORIA_API_KEY: keyOf(target) },
      steps: ['Start it again: codex'],
      witness: { url: provider('base_url') },
    };
  },
};

function folderOf({ env, home }: Machine): string {
  return env['CODEX_HOME'] || join(home, '.codex');
}
