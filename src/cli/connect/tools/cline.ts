import { join } from 'node:path';
import { keyOf, type Machine, type Tool } from '../tool.ts';

/**
 * Set up in its panel alone: the key goes into the editor's secret storage, which no file shows.
 * Source: https://docs.cline.bot/provider-config/openai-compatible (2026-11-21)
 */
export const cline: Tool = {
  id: 'cline',
  name: 'Cline',
  about: 'agent in VS Code, set up in its panel',
  isFound: (machine) => foldersOf(machine).some((folder) => machine.exists(folder)),
  settings: (target) => ({
    files: [],
    environment: {},
    steps: [
      'Open the Cline panel, then its settings (the gear).',
      'API Provider: OpenAI Compatible',
      `Base URL: ${target.url}/v1`,
      `OpenAI Compatible API Key: ${keyOf(target)}`,
      `Model ID: ${target.model}`,
      'Done.',
    ],
    witness: null,
  }),
};

/** Where it and VS Code keep what they store for it. */
function foldersOf({ platform, home, env }: Machine): string[] {
  const code =
    platform === 'win32'
      ? join(env['APPDATA'] || join(home, 'AppData', 'Roaming'), 'Code')
      : platform === 'darwin'
        ? join(home, 'Library', 'Application Support', 'Code')
        : join(env['XDG_CONFIG_HOME'] || join(home, '.config'), 'Code');
  return [join(home, '.cline'), join(code, 'User', 'globalStorage', 'saoudrizwan.claude-dev')];
}
