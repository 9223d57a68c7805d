import { join } from 'node:path';
import { keyOf, type Machine, type Target, type Tool } from '../tool.ts';

/**
 * The environment of `settings.json`; the base address is without /v1. A key in ANTHROPIC_API_KEY is in the way of
 * ANTHROPIC_AUTH_TOKEN. A project's `.claude/settings.local.json` is not to be committed.
 * Source: https://code.claude.com/docs/en/llm-gateway-connect, https://code.claude.com/docs/en/settings (2026-11-21)
 */
export const claudeCode: Tool = {
  id: 'claude-code',
  name: 'Claude Code',
  about: 'Anthropic’s agent in the terminal',
  isFound: (machine) => machine.hasCommand('claude') || machine.exists(folderOf(machine)),
  settings: (target, machine) => {
    const { url, model, project } = target;
    const token = keyOf(target);
    // Its own names are served by whoever has them, else as `auto`: only another wish has to be said.
    const models =
      model === 'auto' ? [] : ['ANTHROPIC_MODEL', ...['OPUS', 'SONNET', 'HAIKU'].map(defaultModel)];
    return {
      files: [
        {
          path: project
            ? join(machine.folder, '.claude', 'settings.local.json')
            : join(folderOf(machine), 'settings.json'),
          format: 'jsonc',
          entries: [
            { path: ['env', 'ANTHROPIC_BASE_URL'], value: url },
            ...(project
              ? []
              : [{ path: ['env', 'ANTHROPIC_AUTH_TOKEN'], value: token, secret: true } as const]),
            // It asks for up to 64,000 tokens of answer, which not every free model gives.
            { path: ['env', 'CLAUDE_CODE_MAX_OUTPUT_TOKENS'], value: '8192', onlyIfMissing: true },
            ...models.map((name) => ({ path: ['env', name], value: model })),
          ],
        },
      ],
      environment: project ? { ANTHROPIC_AUTH_TOKEN: token } : {},
      steps: stepsFor(target, machine),
      witness: { url: ['env', 'ANTHROPIC_BASE_URL'], key: ['env', 'ANTHROPIC_AUTH_TOKEN'] },
    };
  },
};

function defaultModel(tier: string): string {
  return `ANTHROPIC_DEFAULT_${tier}_MODEL`;
}

function folderOf({ env, home }: Machine): string {
  return env['CLAUDE_CONFIG_DIR'] || join(home, '.claude');
}

function stepsFor({ project }: Target, { env }: Machine): string[] {
  const clash = env['ANTHROPIC_API_KEY']
    ? ['ANTHROPIC_API_KEY is set here and would be used instead: unset it.']
    : [];
  const ignore = project ? ['Keep .claude/settings.local.json out of version control.'] : [];
  return [...clash, ...ignore, 'Start it again: claude, then /status shows the base URL.'];
}
