import { isHeadline, type ContentType } from '../content-request.ts';
import { stripMarkup } from './strip-markup.ts';
import { stripTalk } from './strip-talk.ts';
import { unquote } from './unquote.ts';

/** The text itself of what a model wrote: no talk around it, no markup, no quotation marks around it; '' = there is none. */
export function tidyText(written: string, type: ContentType): string {
  let text = withoutControls(written);
  for (let turn = 0; turn < 3; turn += 1) {
    const next = unquote(stripTalk(stripMarkup(text)));
    if (next === text) break;
    text = next;
  }
  return isHeadline(type) ? headline(text) : text;
}

/** Its first line that says anything; a headline ends without a full stop. */
function headline(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/^[ \t]*(?:•|\d{1,2}[.)])[ \t]+/, '').trim());
  const line = lines.find((one) => /[\p{L}\p{N}\p{Emoji_Presentation}]/u.test(one)) ?? '';
  return unquote(line)
    .replace(/(?<=[\p{L}\p{N})»”])\.$/u, '')
    .trim();
}

function withoutControls(text: string): string {
  return (
    text
      .replace(/\r\n?/g, '\n')
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufeff\u200b\u2060]/g, '')
      .replace(/<\|[^|<>\n]{1,40}\|>/g, '')
      .toWellFormed()
      .trim()
  );
}
