import { anthropicDocs } from './groups/anthropic.ts';
import { appsDocs } from './groups/apps.ts';
import { clientsDocs } from './groups/clients.ts';
import { geminiDocs } from './groups/gemini.ts';
import { healthDocs } from './groups/health.ts';
import { insightDocs } from './groups/insight.ts';
import { keysDocs } from './groups/keys.ts';
import { mediaDocs } from './groups/media.ts';
import { ollamaDocs } from './groups/ollama.ts';
import { openaiDocs } from './groups/openai.ts';
import { pagesDocs } from './groups/pages.ts';
import { responsesDocs } from './groups/responses.ts';
import { routingDocs } from './groups/routing.ts';
import type { GroupDoc, RouteDoc } from './route-doc.ts';

/** In the order of the page. A new route needs a line in one of them: a test looks for it. */
export const groups: readonly GroupDoc[] = [
  openaiDocs,
  responsesDocs,
  anthropicDocs,
  mediaDocs,
  geminiDocs,
  ollamaDocs,
  appsDocs,
  healthDocs,
  keysDocs,
  routingDocs,
  clientsDocs,
  insightDocs,
  pagesDocs,
];

export interface Documented {
  readonly group: GroupDoc;
  readonly doc: RouteDoc;
}

/** What is said of a registered route; empty = nothing yet. */
export function docsOf(method: string, url: string): readonly Documented[] {
  for (const group of groups) {
    const found = group.routes[`${method} ${url}`];
    if (found !== undefined) return [found].flat().map((doc) => ({ group, doc }));
  }
  return [];
}
