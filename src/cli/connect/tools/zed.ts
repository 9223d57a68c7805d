import { join } from 'node:path';
import { UsageError } from '../../usage-error.ts';
import { keyOf, type Machine, type Path, type Tool } from '../tool.ts';

/**
 * `language_models.openai_compatible` of the user's settings. The key stays out of them: it is in the system's keychain, put
 * there by Zed's own settings, or in the variable that is called like the provider, NORIA_API_KEY.
 * Source: https://zed.dev/docs/ai/use-api-access, https://zed.dev/docs/configuring-zed (2026-11-21)
 */
export const zed: Tool = {
  id: 'zed',
  name: 'Zed',
  about: 'editor with an agent',
  isFound: (machine) => machine.hasCommand('zed') || machine.exists(folderOf(machine)),
  settings: (target, machine) => {
    if (target.project)
      throw new UsageError('Zed reads language models only from the user’s settings: leave --project out');
    const provider: Path = ['language_models', 'openai_compatible', 'Noria'];
    const model: Path = [...provider, 'available_models', { named: target.model }];
    return {
      files: [
        {
          path: join(folderOf(machine), 'settings.json'),
          format: 'jsonc',
          entries: [
            { path: [...provider, 'api_url'], value: `${target.url}/v1` },
            { path: [...model, 'display_name'], value: `Noria ${target.model}` },
            { path: [...model, 'max_tokens'], value: 128_000, onlyIfMissing: true },
            {
              path: [...model, 'capabilities'],
              value: { tools: true, images: true, parallel_tool_calls: true, prompt_cache_key: false },
              onlyIfMissing: true,
            },
            { path: ['agent', 'default_model', 'provider'], value: 'Noria' },
            { path: ['agent', 'default_model', 'model'], value: target.model },
          ],
        },
      ],
      environment: { NORIA_API_KEY: keyOf(target) },
      steps: [
        'Instead of the variable, the key can go into the keychain: "agent: open settings", LLM Providers, Noria.',
      ],
      witness: { url: [...provider, 'api_url'] },
    };
  },
};

function folderOf({ platform, env, home }: Machine): string {
  if (platform === 'win32') return join(env['APPDATA'] || join(home, 'AppData', 'Roaming'), 'Zed');
  const config = (platform === 'linux' && env['XDG_CONFIG_HOME']) || join(home, '.config');
  return join(config, 'zed');
}
