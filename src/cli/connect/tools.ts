import type { Tool } from './tool.ts';
import { aider } from './tools/aider.ts';
import { claudeCode } from './tools/claude-code.ts';
import { cline } from './tools/cline.ts';
import { codex } from './tools/codex.ts';
import { continueDev } from './tools/continue.ts';
import { librechat } from './tools/librechat.ts';
import { openWebui } from './tools/open-webui.ts';
import { opencode } from './tools/opencode.ts';
import { zed } from './tools/zed.ts';

/** In the order in which they are listed. */
export const tools: readonly Tool[] = [
  claudeCode,
  codex,
  aider,
  cline,
  continueDev,
  opencode,
  zed,
  openWebui,
  librechat,
];
