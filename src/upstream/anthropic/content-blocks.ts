import { isRecord } from '../parse-body.ts';

export type ContentBlock = Readonly<Record<string, unknown>>;

const dataUrl = /^data:([^;,]+)(?:;[^,]*)?;base64,(.*)$/s;

/** The parts of an OpenAI message as Anthropic's content blocks; empty texts, which are a 400 there, are left out. */
export function toBlocks(content: unknown): readonly ContentBlock[] {
  if (typeof content === 'string') return textBlocks(content);
  return Array.isArray(content) ? content.flatMap(toBlock) : [];
}

/** The texts of a message, one paragraph each. */
export function textOf(content: unknown): string {
  return toBlocks(content)
    .flatMap((block) => (typeof block.text === 'string' ? [block.text] : []))
    .join('\n\n');
}

function toBlock(part: unknown): readonly ContentBlock[] {
  if (typeof part === 'string') return textBlocks(part);
  if (!isRecord(part)) return [];
  if (part.type === 'image_url')
    return imageBlocks(isRecord(part.image_url) ? part.image_url.url : part.image_url);
  if (part.type === 'file' && isRecord(part.file)) return documentBlocks(part.file);
  const text = part.type === 'refusal' ? part.refusal : part.text;
  return typeof text === 'string' ? textBlocks(text) : [];
}

function textBlocks(text: string): readonly ContentBlock[] {
  return text.trim() === '' ? [] : [{ type: 'text', text }];
}

function imageBlocks(url: unknown): readonly ContentBlock[] {
  if (typeof url !== 'string') return [];
  const inline = dataUrl.exec(url);
  if (inline !== null)
    return [{ type: 'image', source: { type: 'base64', media_type: inline[1], data: inline[2] } }];
  return /^https?:/i.test(url) ? [{ type: 'image', source: { type: 'url', url } }] : [];
}

function documentBlocks({ file_data: data, filename }: ContentBlock): readonly ContentBlock[] {
  const inline = typeof data === 'string' ? dataUrl.exec(data) : null;
  if (inline === null) return [];
  const title = typeof filename === 'string' ? { title: filename } : {};
  return [{ type: 'document', source: { type: 'base64', media_type: inline[1], data: inline[2] }, ...title }];
}
