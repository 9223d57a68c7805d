import { join } from 'node:path';
import { keyOf, type Tool } from '../tool.ts';

/**
 * `.aider.conf.yml` of the home folder, then of the repository; names of models at an OpenAI-compatible server begin with
 * `openai/`, which does not leave the machine.
 * Source: https://aider.chat/docs/llms/openai-compat.html, https://aider.chat/docs/config/aider_conf.html,
 * https://aider.chat/docs/config/api-keys.html (2026-11-21)
 */
export const aider: Tool = {
  id: 'aider',
  name: 'Aider',
  about: 'pair programming in the terminal',
  isFound: ({ hasCommand, exists, home }) =>
    hasCommand('aider') || exists(join(home, '.aider.conf.yml')) || exists(join(home, '.aider')),
  settings: (target, { home, folder }) => {
    const key = keyOf(target);
    return {
      files: [
        {
          path: join(target.project ? folder : home, '.aider.conf.yml'),
          format: 'yaml',
          entries: [
            { path: ['model'], value: `openai/${target.model}` },
            { path: ['openai-api-base'], value: `${target.url}/v1` },
            ...(target.project ? [] : [{ path: ['openai-api-key'], value: key, secret: true } as const]),
          ],
        },
      ],
      environment: target.project ? { OPENAI_API_KEY: key } : {},
      steps: [
        `Start it again: aider. It may warn that it does not know "${target.model}": --no-show-model-warnings`,
      ],
      witness: { url: ['openai-api-base'], key: ['openai-api-key'] },
    };
  },
};
